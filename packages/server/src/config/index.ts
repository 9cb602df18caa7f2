import type { z } from "zod";
import { ConfigError } from "./config-error.js";
import { readConfigFile } from "./config-file.js";
import { CREDENTIALS, SECRETS, settings } from "./settings.js";

export { ConfigError } from "./config-error.js";
export { misspeltNames } from "./names.js";

/** A URL as it may be shown: without its user name and password. */
export function withoutCredentials(url: string): string {
  return url.replace(CREDENTIALS, "…");
}

/** What the operator has decided. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** The PostgreSQL database to store in; undefined for SQLite in `dataDir`. */
  readonly databaseUrl: string | undefined;
  /** Where nodes hear of each other; undefined for a single node. */
  readonly redisUrl: string | undefined;
  readonly jwt: {
    readonly secret?: string | undefined;
    readonly jwksUrl?: string | undefined;
    readonly issuer?: string | undefined;
    readonly audience?: string | undefined;
  };
  readonly corsOrigins: readonly string[];
  /** Where clients reach the server; undefined for the address it listens on. */
  readonly publicUrl: string | undefined;
  /** The bucket in which files are kept; undefined for `dataDir`. */
  readonly filesUrl: string | undefined;
  /** Where clamd looks through files before they are kept, as tcp://host:port; undefined for nowhere. */
  readonly clamavUrl: string | undefined;
  /** Who brings it may read the metrics; undefined for nobody, or, on a port of their own, for everybody. */
  readonly metricsToken: string | undefined;
  /** Where metrics are read; undefined for the server's own port. */
  readonly metricsPort: number | undefined;
  readonly sessionCookie: string | undefined;
  /** Dialects to serve; undefined for all. */
  readonly dialects: readonly string[] | undefined;
  /** How long a server that was told to stop goes on serving, so that a balancer finds out, in ms. */
  readonly drainWaitMs: number;
  readonly rateLimits: boolean;
  readonly logLevel: string;
}

const DEFAULT_PORT = 3000;
const LONGEST_VALUE = 60;

/**
 * Reads the configuration: the environment first, then the JSON file that `TICKETWIRE_CONFIG` names, which may
 * hold the same names. Throws ConfigError with every mistake at once.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const file = readConfigFile(env.TICKETWIRE_CONFIG);
  const given = { ...withoutEmpty(file.given), ...withoutEmpty(env) };
  const parsed = settings.safeParse(given);
  const mistakes = [
    ...file.mistakes,
    ...(parsed.success
      ? portTakenTwice(parsed.data)
      : parsed.error.issues.map((issue) => mistakeIn(issue, given))),
  ];
  if (!parsed.success || mistakes.length > 0) throw new ConfigError(mistakes);
  const { data } = parsed;
  return {
    port: data.PORT ?? DEFAULT_PORT,
    host: data.HOST ?? "0.0.0.0",
    dataDir: data.DATA_DIR ?? "./data",
    databaseUrl: data.DATABASE_URL,
    redisUrl: data.REDIS_URL,
    jwt: {
      secret: data.JWT_SECRET,
      jwksUrl: data.JWT_JWKS_URL,
      issuer: data.JWT_ISSUER,
      audience: data.JWT_AUDIENCE,
    },
    corsOrigins: data.CORS_ORIGINS ?? [],
    publicUrl: data.PUBLIC_URL,
    filesUrl: data.FILES_URL,
    clamavUrl: data.CLAMAV_URL,
    metricsToken: data.METRICS_TOKEN,
    metricsPort: data.METRICS_PORT,
    sessionCookie: data.SESSION_COOKIE,
    dialects: data.DIALECTS,
    drainWaitMs: (data.DRAIN_WAIT_SECONDS ?? 0) * 1000,
    rateLimits: data.RATE_LIMITS !== "off",
    logLevel: data.LOG_LEVEL ?? "info",
  };
}

/** Port 0 is another free one each time. */
function portTakenTwice({ PORT = DEFAULT_PORT, METRICS_PORT }: z.output<typeof settings>): readonly string[] {
  if (METRICS_PORT !== PORT || PORT === 0) return [];
  return [`METRICS_PORT is "${METRICS_PORT}", expected another port than PORT`];
}

function mistakeIn({ path, message }: z.core.$ZodIssue, given: Readonly<Record<string, string>>): string {
  const name = String(path[0]);
  const value = given[name] ?? "";
  if (SECRETS.has(name)) return `${name} has ${Buffer.byteLength(value)} bytes, ${message}`;
  const shown = withoutCredentials(value).slice(0, LONGEST_VALUE);
  return `${name} is ${JSON.stringify(shown)}, ${message}`;
}

/** An empty variable counts as one that is not set. */
function withoutEmpty(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const set = Object.entries(env).filter((entry): entry is [string, string] => !!entry[1]);
  return Object.fromEntries(set);
}
