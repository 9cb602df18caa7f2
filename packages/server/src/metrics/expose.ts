import { createHash, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { ChatError } from "@ticketwire/core";
import type { FastifyInstance } from "fastify";
import type { Registry } from "prom-client";

const PATH = "/metrics";

/** Lets who brings the token read the metrics on the server's own port. */
export function mountMetrics(app: FastifyInstance, registry: Registry, token: string): void {
  app.get(PATH, { schema: { hide: true }, logLevel: "silent" }, async (request, reply) => {
    if (!brings(request.headers.authorization, token))
      throw new ChatError(
        "unauthenticated",
        "no such token, expected Authorization: Bearer with METRICS_TOKEN",
      );
    return reply.header("content-type", registry.contentType).send(await registry.metrics());
  });
}

/** A port of its own for who reads the metrics, which nobody else need be able to reach. */
export class MetricsPort {
  readonly #server: Server;

  /** Without a token whoever reaches the port may read. */
  constructor(registry: Registry, token: string | undefined) {
    this.#server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? "/", "http://metrics");
      const refuse = (status: number): void => void response.writeHead(status).end();
      if (pathname !== PATH) return refuse(404);
      if (request.method !== "GET" && request.method !== "HEAD") return refuse(405);
      if (token !== undefined && !brings(request.headers.authorization, token)) return refuse(401);
      registry.metrics().then(
        (text) => response.setHeader("content-type", registry.contentType).end(text),
        () => refuse(500),
      );
    });
  }

  /** Starts to listen, and says where; rejects when the port is taken. */
  async listen(port: number, host: string): Promise<string> {
    this.#server.listen(port, host);
    await once(this.#server, "listening");
    const address = this.#server.address();
    const opened = typeof address === "object" && address !== null ? address.port : port;
    return `http://localhost:${opened}${PATH}`;
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

/** Compares digests, so that the time it takes says nothing about the token. */
function brings(authorization: string | undefined, token: string): boolean {
  const given = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
