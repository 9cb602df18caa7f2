import { ChatError, type Claims, type Clock, claimsFrom, TOKEN_LEEWAY_MS } from "@ticketwire/core";
import {
  createRemoteJWKSet,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type JWTVerifyOptions,
  jwtVerify,
} from "jose";
import type { Config } from "../config/index.js";

/** What a shared secret may sign with. */
const SECRET_ALGORITHMS = ["HS256"];

/** What a key set may sign with. Never an HMAC: a public key must not pass for a secret. */
const KEY_SET_ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
];

/** Reads a token's claims; throws `unauthenticated` or `token_expired`, and `unavailable` when the key set can't be had. */
export type Verify = (token: string) => Promise<Claims>;

/** Makes the verifier for what the operator has configured: a secret, a key set, or both. */
export function createVerifier(jwt: Config["jwt"], clock: Clock): Verify {
  const secret = jwt.secret === undefined ? undefined : new TextEncoder().encode(jwt.secret);
  const keySet = jwt.jwksUrl === undefined ? undefined : createRemoteJWKSet(new URL(jwt.jwksUrl));
  const options: JWTVerifyOptions = {
    clockTolerance: TOKEN_LEEWAY_MS / 1000,
    ...(jwt.issuer === undefined ? {} : { issuer: jwt.issuer }),
    ...(jwt.audience === undefined ? {} : { audience: jwt.audience }),
  };
  const payloadOf = async (token: string): Promise<JWTPayload> => {
    const now = { ...options, currentDate: new Date(clock.now()) };
    if (secret && (isSymmetric(token) || !keySet)) {
      return (await jwtVerify(token, secret, { ...now, algorithms: SECRET_ALGORITHMS })).payload;
    }
    if (keySet) return (await jwtVerify(token, keySet, { ...now, algorithms: KEY_SET_ALGORITHMS })).payload;
    throw new ChatError("unauthenticated", "no key to check tokens with");
  };
  return async (token) => {
    try {
      return claimsFrom(await payloadOf(token));
    } catch (failure) {
      throw refusalOf(failure);
    }
  };
}

function isSymmetric(token: string): boolean {
  try {
    return decodeProtectedHeader(token).alg?.startsWith("HS") === true;
  } catch {
    throw new ChatError("unauthenticated", "token is not valid");
  }
}

/** Says no more about a bad token than whether a fresh one would do. */
function refusalOf(failure: unknown): ChatError {
  if (failure instanceof ChatError) return failure;
  if (failure instanceof errors.JWTExpired) {
    return new ChatError("token_expired", "token has expired, sign in again");
  }
  // jose has one plain code for a key set that answers wrongly; one that does not answer is fetch's own failure.
  const isOurs = failure instanceof errors.JOSEError && failure.code !== errors.JOSEError.code;
  if (isOurs && !(failure instanceof errors.JWKSTimeout)) {
    return new ChatError("unauthenticated", "token is not valid");
  }
  const why = "keys to check tokens with can't be had";
  return new ChatError("unavailable", why, { retryAfterMs: 1000 }, { cause: failure });
}
