import { ChatError, type User, type UserPatch } from "@ticketwire/core";
import { nextFree, ownNumber, type Tables } from "./tables.js";

/** The user of a ref, who is created when nobody is known by it. */
export function userIdFor(tables: Tables, ref: string): number {
  return tables.userIds.get(ref) ?? create(tables, { ref }).id;
}

/** Creates or updates one user. */
export function putUser(
  tables: Tables,
  patch: UserPatch,
  told: boolean,
  at: number,
): { readonly user: User; readonly created: boolean } {
  const known = tables.users.get(tables.userIds.get(patch.ref) ?? -1);
  const before = known ?? create(tables, patch);
  if (patch.number !== undefined && patch.number !== before.number) {
    if (numbersTaken(tables).has(patch.number)) throw taken(patch.number);
  }
  const role = told || isCurrent(before, at) ? patch.role : undefined;
  const user: User = {
    id: before.id,
    ref: before.ref,
    number: patch.number ?? before.number,
    name: patch.name ?? before.name,
    email: said(patch.email, before.email),
    role: role ?? before.role,
    type: said(patch.type, before.type),
    company: said(patch.company, before.company),
    department: said(patch.department, before.department),
    permissions: patch.permissions ?? before.permissions,
    roleToldAt: told && patch.role !== undefined ? at : before.roleToldAt,
  };
  tables.users.set(user.id, user);
  return { user, created: known === undefined };
}

function create(tables: Tables, { ref, number }: UserPatch): User {
  const numbers = numbersTaken(tables);
  if (number !== undefined && numbers.has(number)) throw taken(number);
  const own = ownNumber(ref);
  const free = own !== undefined && !numbers.has(own) ? own : nextFree(numbers);
  const user: User = {
    id: tables.users.size + 1,
    ref,
    number: number ?? free,
    name: ref,
    email: null,
    role: "customer",
    type: null,
    company: null,
    department: null,
    permissions: [],
    roleToldAt: null,
  };
  tables.users.set(user.id, user);
  tables.userIds.set(ref, user.id);
  return user;
}

/** Tokens know whole seconds only. */
function isCurrent({ roleToldAt }: User, at: number): boolean {
  return roleToldAt === null || at >= Math.floor(roleToldAt / 1000) * 1000;
}

function numbersTaken(tables: Tables): ReadonlySet<number> {
  return new Set([...tables.users.values()].map(({ number }) => number));
}

function taken(number: number): ChatError {
  return new ChatError("conflict", `user number ${number} is taken, expected a free one`, {
    field: "number",
  });
}

/** What is left out stays, null clears. */
export function said<T>(word: T | undefined, before: T): T {
  return word === undefined ? before : word;
}
