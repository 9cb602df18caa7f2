import { ChatError } from "@ticketwire/core";
import { type Config, databaseName } from "@ticketwire/server";
import { dataDirSentence } from "./data-dir.js";
import { codeOf, messageOf } from "./failure.js";

/** Says in one sentence why the database can't be used, and what to do. Passwords are left out. */
export function databaseSentence({ dataDir, databaseUrl }: Config, failure: unknown): string {
  if (databaseUrl === undefined) return dataDirSentence(dataDir, failure);
  const name = databaseName(databaseUrl);
  if (failure instanceof ChatError) return `the database ${name} can't be reached: ${reasonOf(failure)}`;
  const said = messageOf(failure);
  return said.startsWith(name) ? `the database ${said}` : `the database ${name} can't be used: ${said}`;
}

/** What the driver has said, or the name of the call that failed: several addresses fail with no message. */
function reasonOf(failure: ChatError): string {
  const { cause } = failure;
  return (cause === undefined ? "" : messageOf(cause)) || codeOf(failure) || failure.message;
}
