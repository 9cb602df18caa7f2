import type { Log } from "@ticketwire/core";
import { type Logger, pino } from "pino";

/** Fields that never reach the log, wherever they stand. */
const SECRETS = ["token", "authorization", "cookie", "password", "secret"];

/** JSON lines on standard error, without secrets and without what people say. */
export function createLogger({ level }: { readonly level: string }): Logger {
  const redact = SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  return pino({ level, redact, base: null }, pino.destination({ fd: 2, sync: true }));
}

/** The logger as core's port. */
export function coreLog(log: Logger): Log {
  return {
    warn: (facts, what) => log.warn(facts, what),
    error: (facts, what) => log.error(facts, what),
  };
}
