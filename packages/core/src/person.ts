import type { Role } from "./role.js";

/**
 * A user as others on a ticket see them. `ref` is the host application's own id, `number` the positive
 * integer that integer dialects speak; `id` is the store's key and never leaves the server.
 */
export interface Person {
  readonly id: number;
  readonly ref: string;
  readonly number: number;
  readonly name: string;
  readonly email: string | null;
  readonly role: Role;
  readonly type: string | null;
  readonly company: string | null;
}

/** A user as the store keeps them. */
export interface User extends Person {
  readonly department: string | null;
  readonly permissions: readonly string[];
  /** When the host application itself last gave the role, in ms; null while only tokens have. */
  readonly roleToldAt: number | null;
}

/** A user as others see them: nothing else of a user ever leaves in an event. */
export function personOf({ id, ref, number, name, email, role, type, company }: User): Person {
  return { id, ref, number, name, email, role, type, company };
}

/** What the host application or a token says about a user. What is left out stays as it is. */
export interface UserPatch {
  readonly ref: string;
  readonly number?: number | undefined;
  readonly name?: string | undefined;
  readonly email?: string | null | undefined;
  readonly role?: Role | undefined;
  readonly type?: string | null | undefined;
  readonly company?: string | null | undefined;
  readonly department?: string | null | undefined;
  readonly permissions?: readonly string[] | undefined;
}
