import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from "jose";

/** What a key set may sign with. Never an HMAC: a public key must not pass for a secret. */
const ALGORITHMS = [
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
  "Ed25519",
];

/** How long a key set that has just been fetched is not fetched again for a key it lacks: anybody can name one. */
const COOLDOWN_MS = 10_000;

/** An identity provider's published keys, fetched when they are needed and again when one is missing or they are old. */
export class KeySet {
  readonly #keys: ReturnType<typeof createRemoteJWKSet>;

  constructor(url: string, cooldownMs = COOLDOWN_MS) {
    this.#keys = createRemoteJWKSet(new URL(url), { cooldownDuration: cooldownMs });
  }

  /** Checks a token and reads what it says; throws what jose throws. */
  async verify(token: string, options: JWTVerifyOptions): Promise<JWTPayload> {
    const strict = { ...options, algorithms: ALGORITHMS };
    try {
      return (await jwtVerify(token, this.#keys, strict)).payload;
    } catch (failure) {
      if (!(failure instanceof errors.JWKSMultipleMatchingKeys)) throw failure;
      return await withAny(failure, token, strict);
    }
  }
}

/** Keys without an id can't be told apart but by trying. */
async function withAny(
  keys: errors.JWKSMultipleMatchingKeys,
  token: string,
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  for await (const key of keys) {
    try {
      return (await jwtVerify(token, key, options)).payload;
    } catch (failure) {
      if (!(failure instanceof errors.JWSSignatureVerificationFailed)) throw failure;
    }
  }
  throw new errors.JWSSignatureVerificationFailed();
}

/** Whether a failure is about the key set rather than the token: it did not answer, or not with keys. */
export function isKeySetTrouble(failure: unknown): boolean {
  if (!(failure instanceof errors.JOSEError)) return true;
  // jose has one plain code for an answer that is no success or no JSON.
  return (
    failure instanceof errors.JWKSTimeout ||
    failure instanceof errors.JWKSInvalid ||
    failure.code === errors.JOSEError.code
  );
}
