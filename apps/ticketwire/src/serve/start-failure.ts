import type { Config } from "@ticketwire/server";
import { databaseSentence } from "../cli/database.js";
import { CommandFailure, codeOf } from "../cli/failure.js";

/** Why the server could not start, in one plain sentence. */
export function startFailure(failure: unknown, config: Config, isDemo: boolean): CommandFailure {
  return new CommandFailure(sentence(failure, config, isDemo), { cause: failure });
}

function sentence(failure: unknown, config: Config, isDemo: boolean): string {
  const { port, host } = config;
  switch (isListening(failure) ? codeOf(failure) : undefined) {
    case undefined:
      return databaseSentence(config, failure);
    case "EADDRINUSE":
      return `port ${port} is in use; choose another with ${isDemo ? "PORT=3001 npm start" : "PORT"}`;
    case "EACCES":
      return `port ${port} may not be opened by this user; choose another with PORT, above 1023`;
    case "EADDRNOTAVAIL":
    case "EAFNOSUPPORT":
    case "ENOTFOUND":
      return `HOST ${host} is not an address of this machine; unset it or choose another`;
    default:
      return `port ${port} on ${host} can't be opened: ${(failure as Error).message}`;
  }
}

function isListening(failure: unknown): boolean {
  return (
    failure instanceof Error &&
    "syscall" in failure &&
    (failure.syscall === "listen" || failure.syscall === "bind" || failure.syscall === "getaddrinfo")
  );
}
