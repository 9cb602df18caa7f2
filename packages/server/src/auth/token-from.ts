import type { IncomingHttpHeaders } from "node:http";

/** Where a token may stand in a handshake or a request. */
export interface TokenPlaces {
  /** What a Socket.IO client gives as `auth`. */
  readonly auth?: Readonly<Record<string, unknown>>;
  readonly headers: IncomingHttpHeaders;
  readonly query: Readonly<Record<string, unknown>>;
  /** The operator's SESSION_COOKIE. */
  readonly cookieName: string | undefined;
}

/** The token somebody brings: `auth.token`, `Authorization: Bearer`, `?token=`, or the session cookie, in this order. */
export function tokenFrom({ auth, headers, query, cookieName }: TokenPlaces): string | undefined {
  return (
    withoutScheme(auth?.token) ??
    bearer(headers.authorization) ??
    withoutScheme(query.token) ??
    (cookieName === undefined ? undefined : cookie(headers.cookie, cookieName))
  );
}

function bearer(header: string | undefined): string | undefined {
  return /^bearer +(\S+)$/i.exec(header ?? "")?.[1];
}

/** Some clients put the whole header where the token belongs. */
function withoutScheme(value: unknown): string | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  return bearer(value) ?? value;
}

function cookie(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(";") ?? []) {
    const [key, value] = pair.split("=", 2);
    if (key?.trim() === name && value) return value.trim();
  }
  return undefined;
}
