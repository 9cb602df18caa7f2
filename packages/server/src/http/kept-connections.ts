import type { Server } from "node:http";

/**
 * From now on each answer ends the connection it is given on. A balancer that keeps connections open so lets go of them
 * between two requests, instead of finding one closed under a request that it may not send twice.
 */
export function endKeptConnections(server: Server): void {
  server.prependListener("request", (_request, response) => response.setHeader("connection", "close"));
}
