import type { Log } from "@ticketwire/core";
import { type DestinationStream, type Logger, pino } from "pino";

/** Fields that never reach the log, wherever they stand. */
const SECRETS = ["token", "authorization", "cookie", "password", "secret", "signature"];

/** JSON lines on standard error, without secrets and without what people say. */
export function createLogger(
  { level }: { readonly level: string },
  to: DestinationStream = pino.destination({ fd: 2, sync: true }),
): Logger {
  const redact = SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  return pino({ level, redact, base: null, serializers: { url: withoutQuery, req: requestLine } }, to);
}

/** The logger as core's port. */
export function coreLog(log: Logger): Log {
  return {
    warn: (facts, what) => log.warn(facts, what),
    error: (facts, what) => log.error(facts, what),
  };
}

/** Queries carry tokens, and signatures of links. */
function withoutQuery(url: unknown): unknown {
  return typeof url === "string" ? url.split("?", 1)[0] : url;
}

function requestLine({ method, url }: { readonly method?: unknown; readonly url?: unknown }): unknown {
  return { method, url: withoutQuery(url) };
}
