import type { Config } from "@ticketwire/server";
import { databaseSentence } from "../cli/database.js";
import { CommandFailure, codeOf } from "../cli/failure.js";

/** Why the server could not start, in one plain sentence. */
export function startFailure(failure: unknown, config: Config, isDemo: boolean): CommandFailure {
  return new CommandFailure(sentence(failure, config, isDemo), { cause: failure });
}

function sentence(failure: unknown, config: Config, isDemo: boolean): string {
  const { host } = config;
  // Besides its own port a server may open one for metrics.
  const isForMetrics = portOf(failure) === config.metricsPort && config.metricsPort !== config.port;
  const port = isForMetrics ? config.metricsPort : config.port;
  const setting = isForMetrics ? "METRICS_PORT" : "PORT";
  switch (isListening(failure) ? codeOf(failure) : undefined) {
    case undefined:
      return databaseSentence(config, failure);
    case "EADDRINUSE":
      return `port ${port} is in use; choose another with ${isDemo && !isForMetrics ? "PORT=3001 npm start" : setting}`;
    case "EACCES":
      return `port ${port} may not be opened by this user; choose another with ${setting}, above 1023`;
    case "EADDRNOTAVAIL":
    case "EAFNOSUPPORT":
    case "ENOTFOUND":
      return `HOST ${host} is not an address of this machine; unset it or choose another`;
    default:
      return `port ${port} on ${host} can't be opened: ${(failure as Error).message}`;
  }
}

function portOf(failure: unknown): unknown {
  return failure instanceof Error && "port" in failure ? failure.port : undefined;
}

function isListening(failure: unknown): boolean {
  return (
    failure instanceof Error &&
    "syscall" in failure &&
    (failure.syscall === "listen" || failure.syscall === "bind" || failure.syscall === "getaddrinfo")
  );
}
