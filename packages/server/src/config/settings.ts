import { dialects } from "@ticketwire/dialects";
import { z } from "zod";
import { REDIS_URL_FORMS, redisAddress } from "../buses/redis/address.js";
import { FILES_URL_FORM, s3Address } from "../files/s3/address.js";

const MIN_SECRET_BYTES = 32;

/** Whoever has the token for metrics reads numbers only; still it is not to be guessed. */
const MIN_TOKEN_BYTES = 16;

const port = z
  .string()
  .regex(/^\d{1,5}$/, { error: "expected a port from 0 to 65535" })
  .transform(Number)
  .refine((number) => number <= 65_535, { error: "expected a port from 0 to 65535" });

/** The longest wait before a drain, in seconds: what is left of the 30 s is for the drain itself (SPEC: S10). */
const LONGEST_WAIT_S = 20;
const WAIT_FORM = `expected whole seconds from 0 to ${LONGEST_WAIT_S}`;

const url = (...protocols: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `expected a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
  });

/** The user name and password in a URL. */
export const CREDENTIALS = /(?<=\/\/)[^/?#]*(?=@)/;

const list = z.string().transform((text) =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== ""),
);

const DIALECT_NAMES = dialects.map(({ name }) => name);

const origin = (text: string): boolean =>
  text === "*" || (URL.canParse(text) && new URL(text).origin === text);

/** A host and perhaps a port, and nothing else that a URL may have. */
function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, pathname, search, hash } = new URL(text);
  const rest = [username, password, search, hash].join("") + pathname.replace(/^\/$/, "");
  return protocol === "tcp:" && hostname !== "" && rest === "";
}

/** Every setting of the operator's interface: its name in the environment, and what it may be. */
export const settings = z.object({
  PORT: port.optional(),
  HOST: z.string().optional(),
  DATA_DIR: z.string().optional(),
  DATABASE_URL: url("postgres:", "postgresql:")
    .refine((text) => new URL(text).pathname.length > 1, {
      error: "expected the name of a database after the host, like postgres://user@host:5432/ticketwire",
    })
    .optional(),
  REDIS_URL: z
    .string()
    .refine((text) => redisAddress(text) !== undefined, { error: `expected ${REDIS_URL_FORMS}` })
    .optional(),
  JWT_SECRET: z
    .string()
    .refine((secret) => Buffer.byteLength(secret) >= MIN_SECRET_BYTES, {
      error: `expected at least ${MIN_SECRET_BYTES} bytes`,
    })
    .optional(),
  JWT_JWKS_URL: url("https:", "http:")
    // Not even fetch takes such a URL, and whoever shows it shows the password.
    .refine((text) => !CREDENTIALS.test(text), { error: "expected a URL without a user name or password" })
    .optional(),
  JWT_ISSUER: z.string().optional(),
  JWT_AUDIENCE: z.string().optional(),
  CORS_ORIGINS: list
    .refine((origins) => origins.every(origin), {
      error: "expected origins like https://app.example.com, separated by commas, or *",
    })
    .optional(),
  PUBLIC_URL: url("https:", "http:")
    .transform((text) => text.replace(/\/+$/, ""))
    .optional(),
  FILES_URL: z
    .string()
    .refine((text) => s3Address(text) !== undefined, { error: `expected ${FILES_URL_FORM}` })
    .optional(),
  CLAMAV_URL: z
    .string()
    .refine(isAddress, { error: "expected an address like tcp://clamav.example.com:3310" })
    .optional(),
  METRICS_TOKEN: z
    .string()
    .refine((token) => Buffer.byteLength(token) >= MIN_TOKEN_BYTES && /^[\x21-\x7e]+$/.test(token), {
      error: `expected at least ${MIN_TOKEN_BYTES} bytes of ASCII without spaces`,
    })
    .optional(),
  METRICS_PORT: port.optional(),
  SESSION_COOKIE: z
    .string()
    .regex(/^[\w!#$%&'*+.^`|~-]+$/, { error: "expected the name of a cookie" })
    .optional(),
  DIALECTS: list
    .refine((names) => names.length > 0 && names.every((name) => DIALECT_NAMES.includes(name)), {
      error: `expected some of ${DIALECT_NAMES.join(", ")}, separated by commas`,
    })
    .optional(),
  DRAIN_WAIT_SECONDS: z
    .string()
    .regex(/^\d{1,2}$/, { error: WAIT_FORM })
    .transform(Number)
    .refine((seconds) => seconds <= LONGEST_WAIT_S, { error: WAIT_FORM })
    .optional(),
  RATE_LIMITS: z.enum(["on", "off"], { error: "expected on or off" }).optional(),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
      error: "expected trace, debug, info, warn, error, fatal or silent",
    })
    .optional(),
});

/** Settings whose values never appear in a message. */
export const SECRETS: ReadonlySet<string> = new Set(["JWT_SECRET", "METRICS_TOKEN"]);
