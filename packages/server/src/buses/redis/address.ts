/** One server of Redis, or one sentinel. */
export interface RedisHost {
  readonly host: string;
  readonly port: number;
}

/** Where Redis is, and how to get in. */
export interface RedisAddress {
  /** One server, whichever the sentinels say is the master, or a cluster of which these are some. */
  readonly kind: "single" | "sentinel" | "cluster";
  readonly hosts: readonly RedisHost[];
  readonly tls: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** Installations on the same Redis that have different ones don't hear each other. */
  readonly database: number;
  /** What the sentinels call the master; empty without sentinels. */
  readonly master: string;
}

/** What a `REDIS_URL` must look like. */
export const REDIS_URL_FORMS =
  "redis://host:6379/0, redis+sentinel://a:26379,b:26379/mymaster/0 or redis+cluster://a:6379,b:6379, with rediss for TLS";

const FORM = /^rediss?(\+sentinel|\+cluster)?:\/\/(?:([^/@]*)@)?([^/@?#]+)((?:\/[^/?#]*)*)$/;
const HOST = /^(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/i;
const REDIS_PORT = 6379;
const SENTINEL_PORT = 26379;
const MAX_DATABASE = 9999;

/** Takes a `REDIS_URL` apart; undefined when it is none. */
export function redisAddress(url: string): RedisAddress | undefined {
  const [, form = "", credentials, list = "", path = ""] = FORM.exec(url) ?? [];
  const kind = form === "+sentinel" ? "sentinel" : form === "+cluster" ? "cluster" : "single";
  const hosts = list
    .split(",")
    .map((host) => hostFrom(host, kind === "sentinel" ? SENTINEL_PORT : REDIS_PORT));
  const parts = path.split("/").filter((part) => part !== "");
  const master = kind === "sentinel" ? (parts.shift() ?? "") : "";
  const database = /^\d{1,4}$/.test(parts[0] ?? "0") ? Number(parts[0] ?? 0) : Number.NaN;
  const isWhole = hosts.every((host) => host !== undefined) && parts.length < 2 && database <= MAX_DATABASE;
  if (list === "" || !isWhole) return undefined;
  if ((kind === "single" && hosts.length > 1) || (kind === "sentinel" && master === "")) return undefined;
  const login = loginFrom(credentials);
  return login && { kind, hosts, tls: url.startsWith("rediss"), database, master, ...login };
}

function hostFrom(text: string, usualPort: number): RedisHost | undefined {
  const [, host, port] = HOST.exec(text.trim()) ?? [];
  if (host === undefined || Number(port ?? 1) > 65_535) return undefined;
  return { host: host.replace(/^\[|\]$/g, ""), port: port === undefined ? usualPort : Number(port) };
}

function loginFrom(credentials: string | undefined): Pick<RedisAddress, "username" | "password"> | undefined {
  if (credentials === undefined) return { username: undefined, password: undefined };
  const [name = "", ...rest] = credentials.split(":");
  try {
    const username = decodeURIComponent(name);
    return {
      username: username === "" ? undefined : username,
      password: rest.length === 0 ? undefined : decodeURIComponent(rest.join(":")),
    };
  } catch {
    return undefined;
  }
}
