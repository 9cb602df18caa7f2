import { ChatError } from "./errors.js";
import type { User, UserPatch } from "./person.js";
import { type Role, roleFrom } from "./role.js";

/** A signed-in person: who the token says they are. Nothing in a payload ever changes it. */
export interface Identity {
  readonly user: User;
  readonly role: Role;
  /** When the token ends, in ms since 1970; null for a token without an end. */
  readonly expiresAt: number | null;
  /** When the token was issued, in ms since 1970; null when it does not say. */
  readonly issuedAt: number | null;
  /** The token's own name, its `jti`; null when it has none. */
  readonly tokenId: string | null;
}

/** What a verified token says, in our words. */
export interface Claims {
  readonly user: UserPatch;
  /** ms since 1970, or null when the token does not say. */
  readonly issuedAt: number | null;
  readonly expiresAt: number | null;
  /** The token's own name; null when it has none. */
  readonly tokenId: string | null;
}

const ID_CLAIMS = ["sub", "id", "userId", "_id"] as const;
const MAX_REF_LENGTH = 255;

/** Reads the claims of a token whose signature has been verified; throws `unauthenticated` when it names nobody. */
export function claimsFrom(payload: Readonly<Record<string, unknown>>): Claims {
  const ref = ID_CLAIMS.map((claim) => asRef(payload[claim])).find((found) => found !== undefined);
  if (ref === undefined) {
    throw new ChatError("unauthenticated", `token names no user, expected one of ${ID_CLAIMS.join(", ")}`);
  }
  const type = asText(payload.type);
  const role = asText(payload.role) ?? type;
  return {
    user: {
      ref,
      name: asText(payload.name),
      email: asText(payload.email),
      role: role === undefined ? undefined : (roleFrom(role) ?? "customer"),
      type,
      company: asText(payload.company),
      department: asText(payload.department),
      permissions: asTexts(payload.permissions),
    },
    issuedAt: asTime(payload.iat),
    expiresAt: asTime(payload.exp),
    tokenId: asText(payload.jti) ?? null,
  };
}

function asRef(value: unknown): string | undefined {
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  const text = asText(value);
  return text !== undefined && text.length <= MAX_REF_LENGTH ? text : undefined;
}

function asText(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

function asTexts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : undefined;
}

function asTime(seconds: unknown): number | null {
  const ms = typeof seconds === "number" ? seconds * 1000 : Number.NaN;
  return Number.isFinite(ms) ? ms : null;
}
