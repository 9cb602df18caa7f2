import { type Config, ConfigError, misspeltNames, readConfig } from "@ticketwire/server";
import { CommandFailure } from "./failure.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** What to do when there is nothing to check tokens with. */
export const NO_KEY =
  "there is no key to check tokens with: set JWT_SECRET to a secret of at least 32 bytes that your " +
  "application signs with, or JWT_JWKS_URL to the address of your identity provider's keys, " +
  "or try it out with ticketwire serve --demo";

/**
 * Reads the configuration. Throws CommandFailure with every mistake at once; what only looks like one is said on
 * standard error.
 */
export function readConfiguration(env: Environment, needsKey = false): Config {
  for (const slip of misspeltNames(env)) console.error(`ticketwire: warning: ${slip}`);
  let config: Config;
  try {
    config = readConfig(env);
  } catch (failure) {
    if (!(failure instanceof ConfigError)) throw failure;
    const hasKey = env.JWT_SECRET || env.JWT_JWKS_URL || env.TICKETWIRE_CONFIG;
    throw mistaken([...failure.mistakes, ...(needsKey && !hasKey ? [NO_KEY] : [])]);
  }
  if (needsKey && !hasKey(config)) throw new CommandFailure(NO_KEY);
  return config;
}

/** Whether tokens can be checked at all. */
export function hasKey({ jwt }: Config): boolean {
  return jwt.secret !== undefined || jwt.jwksUrl !== undefined;
}

/** The failure that lists what is wrong with the configuration. */
function mistaken(mistakes: readonly string[]): CommandFailure {
  const lines = mistakes.map((mistake) => `  - ${mistake}`);
  return new CommandFailure(["the configuration can't be used:", ...lines].join("\n"));
}
