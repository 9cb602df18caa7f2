import type { ServerEvent } from "@ticketwire/protocol";
import type { Environment } from "./environment.js";
import type { Rest } from "./rest.js";
import type { Wire } from "./wire.js";

/** What somebody who builds on the client is told. */
export interface InsideListener {
  /** The server can be reached now, or in another way or over another connection than before, or no more. */
  reached(): void;
  /** The server has said something. */
  received(event: ServerEvent, payload: unknown): void;
  /** Somebody else has signed in, or the client is closed: what was known is void. */
  forget(): void;
}

/** What parts of the client build on that are loaded apart from it. Not for applications. */
export interface Inside {
  readonly wire: Pick<Wire, "request" | "reach" | "user">;
  readonly rest: Pick<Rest, "request">;
  readonly environment: Environment;
  /** Tells a listener until the returned function is called. */
  listen(listener: InsideListener): () => void;
}
