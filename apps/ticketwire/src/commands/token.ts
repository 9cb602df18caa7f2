import { roleFrom } from "@ticketwire/core";
import type { Config } from "@ticketwire/server";
import { readArguments } from "../cli/arguments.js";
import { readConfiguration } from "../cli/configuration.js";
import { CommandFailure, UsageError } from "../cli/failure.js";
import { signFor } from "../cli/sign.js";
import { readDemoKey } from "../serve/demo-key.js";

const text = { type: "string" } as const;
const TTL = /^[1-9]\d{0,8}[smhdw]$/;

/** `ticketwire token`: prints a token for somebody, or with `--link` a customer's page, and nothing else, on standard output. */
export async function token(args: readonly string[]): Promise<number> {
  const { values } = readArguments(args, {
    id: text,
    name: text,
    role: text,
    email: text,
    type: text,
    company: text,
    link: text,
    ttl: { type: "string", default: "1h" },
  });
  const { id, name, role, link, ttl, ...rest } = values;
  const missing = Object.entries({ id, name, role }).filter(([, value]) => !value?.trim());
  if (missing.length > 0 || !id || !name || !role) {
    throw new UsageError(`${missing.map(([flag]) => `--${flag}`).join(", ")} missing`);
  }
  if (roleFrom(role) === undefined) {
    throw new UsageError(
      `--role is ${JSON.stringify(role)}, expected admin, agent, customer, employee, vendor, ops, accounts, bot or service`,
    );
  }
  if (!TTL.test(ttl))
    throw new UsageError(`--ttl is ${JSON.stringify(ttl)}, expected a time like 30m, 1h or 7d`);
  const config = readConfiguration(process.env);
  const secret = config.jwt.secret ?? (await demoSecret(config.dataDir));
  const signed = await signFor({ ref: id, name, role, ...rest }, secret, config.jwt, ttl);
  console.log(link === undefined ? signed : linkTo(link, signed, config));
  return 0;
}

/** A customer's page, with the token where no server is told of it. */
function linkTo(ticket: string, signed: string, { publicUrl, port }: Config): string {
  return `${publicUrl ?? `http://localhost:${port}`}/t/${encodeURIComponent(ticket)}#token=${signed}`;
}

async function demoSecret(dataDir: string): Promise<string> {
  const secret = await readDemoKey(dataDir);
  if (secret === undefined) {
    throw new CommandFailure("there is no key to sign with: set JWT_SECRET to the one the server has");
  }
  console.error("JWT_SECRET is not set: signed with the key of the demo");
  return secret;
}
