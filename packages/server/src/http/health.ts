import { ChatError, type Engine } from "@ticketwire/core";
import type { FastifyInstance } from "fastify";

/** How long the store may take to answer, in ms. */
const PATIENCE_MS = 2000;
const TOO_LATE = "the store does not answer in time";

/**
 * `GET /healthz`: the process is alive. `GET /readyz`: the store answers, and it is not draining. Without a bus a node
 * does all it does otherwise, so that it is ready, and says that the bus is away. Who is not ready says why.
 */
export function mountHealth(app: FastifyInstance, engine: Engine, isDraining: () => boolean): void {
  app.get("/healthz", { schema: { hide: true }, logLevel: "silent" }, () => ({ status: "ok" }));
  app.get("/readyz", { schema: { hide: true }, logLevel: "silent" }, async (_request, reply) => {
    if (isDraining()) return reply.status(503).send({ status: "draining" });
    let timeout: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_resolve, reject) => {
      timeout = setTimeout(() => reject(new ChatError("unavailable", TOO_LATE)), PATIENCE_MS);
    });
    try {
      const { bus } = await Promise.race([engine.ping(), tooLate]);
      return bus === "here" ? { status: "ready" } : { status: "ready", bus };
    } catch (failure) {
      const reason = ChatError.from(failure).message;
      return reply.status(503).header("retry-after", "1").send({ status: "unavailable", reason });
    } finally {
      clearTimeout(timeout);
    }
  });
}
