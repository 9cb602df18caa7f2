import { ChatError, type Claims, type Clock, claimsFrom, type Log, TOKEN_LEEWAY_MS } from "@ticketwire/core";
import { decodeProtectedHeader, errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from "jose";
import type { Config } from "../config/index.js";
import { isKeySetTrouble, KeySet } from "./key-set.js";

/** What a shared secret may sign with. */
const SECRET_ALGORITHMS = ["HS256"];

/** How often an operator hears that the key set can't be had, in ms: whoever signs in can cause it. */
const REPORT_EVERY_MS = 10_000;

/** Reads a token's claims; throws `unauthenticated` or `token_expired`, and `unavailable` when the key set can't be had. */
export type Verify = (token: string) => Promise<Claims>;

/** What a verifier can be told besides the configuration. */
export interface VerifierOptions {
  /** Hears when the key set can't be had. */
  readonly log?: Log;
  /** How long a fetched key set is not fetched again for a key it lacks, in ms. */
  readonly keySetCooldownMs?: number;
}

/** Makes the verifier for what the operator has configured: a secret, a key set, or both. */
export function createVerifier(jwt: Config["jwt"], clock: Clock, options: VerifierOptions = {}): Verify {
  const secret = jwt.secret === undefined ? undefined : new TextEncoder().encode(jwt.secret);
  const keySet = jwt.jwksUrl === undefined ? undefined : new KeySet(jwt.jwksUrl, options.keySetCooldownMs);
  const expected: JWTVerifyOptions = {
    clockTolerance: TOKEN_LEEWAY_MS / 1000,
    ...(jwt.issuer === undefined ? {} : { issuer: jwt.issuer }),
    ...(jwt.audience === undefined ? {} : { audience: jwt.audience }),
  };
  const payloadOf = async (token: string): Promise<JWTPayload> => {
    const now = { ...expected, currentDate: new Date(clock.now()) };
    if (secret && (isSymmetric(token) || !keySet)) {
      return (await jwtVerify(token, secret, { ...now, algorithms: SECRET_ALGORITHMS })).payload;
    }
    if (keySet) return keySet.verify(token, now);
    throw new ChatError("unauthenticated", "no key to check tokens with");
  };
  let reportedAt = Number.NEGATIVE_INFINITY;
  const report = (cause: unknown): void => {
    if (clock.now() - reportedAt < REPORT_EVERY_MS) return;
    reportedAt = clock.now();
    options.log?.error({ err: cause, jwksUrl: jwt.jwksUrl }, "the keys to check tokens with can't be had");
  };
  return async (token) => {
    try {
      return claimsFrom(await payloadOf(token));
    } catch (failure) {
      const refusal = refusalOf(failure);
      if (refusal.code === "unavailable") report(failure);
      throw refusal;
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
  if (!isKeySetTrouble(failure)) return new ChatError("unauthenticated", "token is not valid");
  const why = "keys to check tokens with can't be had";
  return new ChatError("unavailable", why, { retryAfterMs: 1000 }, { cause: failure });
}
