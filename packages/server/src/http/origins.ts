import type { IncomingHttpHeaders } from "node:http";

/**
 * Whether a request from a browser page may come in: no origin (not a browser), our own host, or one of
 * the origins the operator allows (`*` for any).
 */
export function originAllowed(headers: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  const { origin, host } = headers;
  if (origin === undefined || allowed.includes("*") || allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** The same for what answers browsers' questions about origins by itself. */
export function originsFor(allowed: readonly string[]): "*" | string[] {
  return allowed.includes("*") ? "*" : [...allowed];
}
