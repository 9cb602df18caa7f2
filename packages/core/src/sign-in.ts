import { ChatError } from "./errors.js";
import type { Claims, Identity } from "./identity.js";
import type { User, UserPatch } from "./person.js";
import type { Store } from "./ports/store.js";
import { type Revocable, revokes } from "./revocation.js";

/**
 * Turns verified claims into an identity. Users come to be on first sight, and claims that say something
 * new are kept. When both the host application and a token have given a role, the newer word wins, so a
 * demotion holds against older tokens. Throws `unauthenticated` for a token that has been revoked.
 */
export async function signIn(store: Store, claims: Claims): Promise<Identity> {
  const { issuedAt, expiresAt, tokenId } = claims;
  const [known] = await Promise.all([
    store.user(claims.user.ref),
    checkNotRevoked(store, { ref: claims.user.ref, issuedAt, tokenId }),
  ]);
  const patch = known ? newIn(claims, known) : firstSight(claims.user);
  const user = patch ? await put(store, claims, patch) : known;
  if (!user) throw new Error("a user that was put is not there");
  return { user, role: user.role, expiresAt, issuedAt, tokenId };
}

async function checkNotRevoked(store: Store, token: Revocable): Promise<void> {
  const revocations = await store.revocationsOf(token.ref, token.tokenId);
  if (!revocations.some((revocation) => revokes(revocation, token))) return;
  throw new ChatError("unauthenticated", "token has been revoked, sign in again");
}

function firstSight(patch: UserPatch): UserPatch {
  return { ...patch, name: patch.name ?? patch.ref };
}

/** What the claims say that is not known yet; undefined when nothing is. */
function newIn(claims: Claims, known: User): UserPatch | undefined {
  const said: UserPatch = roleIsCurrent(claims, known) ? claims.user : { ...claims.user, role: undefined };
  const isNew =
    differs(said.name, known.name) ||
    differs(said.email, known.email) ||
    differs(said.role, known.role) ||
    differs(said.type, known.type) ||
    differs(said.company, known.company) ||
    differs(said.department, known.department) ||
    (said.permissions !== undefined && said.permissions.join("\n") !== known.permissions.join("\n"));
  return isNew ? said : undefined;
}

/** Tokens give whole seconds, so a role told within the token's own second does not make it old. */
function roleIsCurrent({ issuedAt }: Claims, { roleToldAt }: User): boolean {
  if (roleToldAt === null) return true;
  return issuedAt !== null && issuedAt >= Math.floor(roleToldAt / 1000) * 1000;
}

function differs(said: string | null | undefined, known: string | null): boolean {
  return said !== undefined && said !== known;
}

async function put(store: Store, { issuedAt }: Claims, patch: UserPatch): Promise<User | undefined> {
  const [done] = await store.putUsers([patch], false, issuedAt ?? 0);
  return done?.user;
}
