import { SignJWT } from "jose";

/** Signs a token for a person with the shared secret (HS256). `ttl` is like `1h`, `30m`, `7d`. */
export function signToken(
  claims: Readonly<Record<string, unknown>>,
  secret: string,
  ttl: string,
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuedAt()
    .setExpirationTime(ttl)
    .sign(new TextEncoder().encode(secret));
}
