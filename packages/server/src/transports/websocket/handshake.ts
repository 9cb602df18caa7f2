import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { ChatError } from "@ticketwire/core";
import { tokenFrom } from "../../auth/index.js";
import { errorAnswer } from "../../http/errors.js";

/** The subprotocol that says that the one behind it is a token, for browsers, which can't set headers. */
const BEARER = "bearer";

/** Where a handshake goes, and the query it brings. */
export function targetOf({ url = "/" }: IncomingMessage): {
  readonly path: string;
  readonly query: URLSearchParams;
} {
  const [path = "/", query = ""] = url.split("?", 2);
  return { path, query: new URLSearchParams(query) };
}

/** The token of a handshake: the subprotocol pair `bearer, <token>`, or wherever a request has it. */
export function tokenOf(request: IncomingMessage, cookieName: string | undefined): string | undefined {
  const { headers } = request;
  const [scheme, token] = (headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());
  return tokenFrom({
    auth: scheme?.toLowerCase() === BEARER ? { token } : {},
    headers,
    query: Object.fromEntries(targetOf(request).query),
    cookieName,
  });
}

/** The subprotocol to answer with: a client that asks for some takes no answer for a refusal. Never a token. */
export function protocolFor(asked: ReadonlySet<string>): string | false {
  for (const name of asked) {
    if (name.toLowerCase() === BEARER) return name;
  }
  return [...asked][0] ?? false;
}

/** Answers a handshake by HTTP, and ends it. */
export function refuseUpgrade(stream: Duplex, error: ChatError): void {
  const { status, headers, body } = errorAnswer(error);
  const text = JSON.stringify(body);
  const lines = Object.entries({
    ...headers,
    connection: "close",
    "content-type": "application/json; charset=utf-8",
    "content-length": String(Buffer.byteLength(text)),
  }).map(([name, value]) => `${name}: ${value}`);
  stream.on("error", () => stream.destroy());
  // Whoever is refused may never end their side.
  stream.once("finish", () => stream.destroy());
  stream.end(`HTTP/1.1 ${status} ${error.code}\r\n${lines.join("\r\n")}\r\n\r\n${text}`);
}
