import { type Config, signToken } from "@ticketwire/server";

/** Who a token is for. `ref` is the host's id of the person. */
export interface Bearer {
  readonly ref: string;
  readonly name: string;
  readonly role: string;
  readonly email?: string | undefined;
  readonly type?: string | undefined;
  readonly company?: string | undefined;
}

/** Signs a token that a server with this configuration takes: with its secret, issuer and audience. */
export function signFor(
  { ref, ...said }: Bearer,
  secret: string,
  { issuer, audience }: Config["jwt"],
  ttl: string,
): Promise<string> {
  return signToken({ sub: ref, ...said, iss: issuer, aud: audience }, secret, ttl);
}
