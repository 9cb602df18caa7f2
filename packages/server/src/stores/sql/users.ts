import type { PeopleQuery, Person, User, UserPatch } from "@ticketwire/core";
import type { Selectable, Updateable } from "kysely";
import { nextNumbers, numberFor, requireFree, takesNextNumber } from "./numbers.js";
import type { Sql, UserTable } from "./schema.js";
import { folded } from "./search-text.js";

/** The columns of a user that others on a ticket see. */
export const PERSON_COLUMNS = ["id", "ref", "number", "name", "email", "role", "type", "company"] as const;

/** A user's row as others see it. */
export type PersonRow = Pick<Selectable<UserTable>, (typeof PERSON_COLUMNS)[number]>;

/** Who says something about a user, and as of when: the host itself, or a token. */
interface Saying {
  readonly told: boolean;
  /** ms since 1970. */
  readonly at: number;
}

/** A user whom a ticket is the first to name. Nothing is said of their role. */
const BY_TICKET: Saying = { told: false, at: 0 };

/** How many refs are looked up at once: databases limit the parameters of a statement. */
const REFS_AT_ONCE = 500;

export async function findUser(sql: Sql, ref: string): Promise<User | null> {
  const row = await findRow(sql, ref);
  return row ? userFrom(row) : null;
}

/** A person by id; null when there is none. */
export async function findPerson(sql: Sql, id: number): Promise<Person | null> {
  const row = await sql.selectFrom("users").select(PERSON_COLUMNS).where("id", "=", id).executeTakeFirst();
  return row ? personFrom(row) : null;
}

/** People by id; those that are not there are left out. */
export async function findPeople(sql: Sql, ids: Iterable<number>): Promise<ReadonlyMap<number, Person>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await sql.selectFrom("users").select(PERSON_COLUMNS).where("id", "in", wanted).execute();
  return new Map(rows.map((row) => [row.id, personFrom(row)]));
}

/** How many people are looked through for some of them. */
const MAX_LOOKED_AT = 5000;

/** See `Store.people`. */
export async function findByRole(sql: Sql, { roles, text, limit }: PeopleQuery): Promise<readonly Person[]> {
  const rows = await sql
    .selectFrom("users")
    .select(PERSON_COLUMNS)
    .where("role", "in", [...roles])
    .limit(MAX_LOOKED_AT)
    .execute();
  const wanted = folded(text);
  return rows
    .filter(({ name, ref, email }) => [name, ref, email ?? ""].some((said) => folded(said).includes(wanted)))
    .sort(byName)
    .slice(0, limit)
    .map(personFrom);
}

/** Databases sort text each in a way of its own. */
function byName(one: PersonRow, other: PersonRow): number {
  const [a, b] = [folded(one.name), folded(other.name)];
  return a === b ? one.id - other.id : a < b ? -1 : 1;
}

/** Creates or updates users; must run in a transaction. See `Store.putUsers`. */
export async function putUsers(
  sql: Sql,
  patches: readonly UserPatch[],
  told: boolean,
  at: number,
): Promise<readonly { readonly user: User; readonly created: boolean }[]> {
  const done: { readonly user: User; readonly created: boolean }[] = [];
  for (const patch of patches) done.push(await putUser(sql, patch, { told, at }));
  return done;
}

/** One put of users: see `Store.putUsers`. */
export type UserPut = readonly [patches: readonly UserPatch[], told: boolean, at: number];

/**
 * Creates in a few statements those of whom nobody has heard, and gives them by ref: the others, who are named twice, and all
 * when somebody brings a number of their own, are for `putUsers`. Must run in a transaction that nobody puts users beside.
 */
export async function createUsers(sql: Sql, puts: readonly UserPut[]): Promise<ReadonlyMap<string, User>> {
  const said = puts.flatMap(([patches, told, at]) => patches.map((patch) => ({ patch, told, at })));
  if (said.length > REFS_AT_ONCE || !said.every(({ patch }) => takesNextNumber(patch))) return new Map();
  const times = new Map<string, number>();
  for (const { patch } of said) times.set(patch.ref, (times.get(patch.ref) ?? 0) + 1);
  const plain = said.filter(({ patch }) => times.get(patch.ref) === 1);
  if (plain.length === 0) return new Map();
  const refs = plain.map(({ patch }) => patch.ref);
  const known = await sql.selectFrom("users").select("ref").where("ref", "in", refs).execute();
  const isKnown = new Set(known.map(({ ref }) => ref));
  const strangers = plain.filter(({ patch }) => !isKnown.has(patch.ref));
  if (strangers.length === 0) return new Map();
  const numbers = await nextNumbers(sql, "users", strangers.length);
  if (!numbers) return new Map();
  const rows = strangers.map(({ patch, told, at }, index) => ({
    ...rowOf(patch, { told, at }),
    number: numbers[index] ?? 0,
  }));
  const ids = await sql.insertInto("users").values(rows).returning(["id", "ref"]).execute();
  const idOf = new Map(ids.map(({ id, ref }) => [ref, id]));
  return new Map(rows.map((row) => [row.ref, userFrom({ id: idOf.get(row.ref) ?? 0, ...row })]));
}

/** What putting these users would give if nothing in it is new; undefined when something is. */
export async function knownUsers(
  sql: Sql,
  patches: readonly UserPatch[],
  told: boolean,
  at: number,
): Promise<readonly { readonly user: User; readonly created: boolean }[] | undefined> {
  const known: { readonly user: User; readonly created: boolean }[] = [];
  for (const patch of patches) {
    const row = await findRow(sql, patch.ref);
    if (!row || isNews(row, saidOf(row, patch, { told, at }))) return undefined;
    known.push({ user: userFrom(row), created: false });
  }
  return known;
}

/** See `Store.usersToldSince`. */
export async function usersToldSince(sql: Sql, since: number): Promise<readonly User[]> {
  const rows = await sql.selectFrom("users").selectAll().where("role_told_at", ">=", since).execute();
  return rows.map(userFrom);
}

/** The ids of these users; those unknown come to be, named by their ref. */
export async function idsOf(sql: Sql, refs: Iterable<string>): Promise<ReadonlyMap<string, number>> {
  const wanted = [...new Set(refs)];
  const ids = new Map<string, number>();
  for (let from = 0; from < wanted.length; from += REFS_AT_ONCE) {
    const some = wanted.slice(from, from + REFS_AT_ONCE);
    const rows = await sql.selectFrom("users").select(["id", "ref"]).where("ref", "in", some).execute();
    for (const { id, ref } of rows) ids.set(ref, id);
  }
  for (const ref of wanted) {
    if (!ids.has(ref)) ids.set(ref, (await createUser(sql, { ref }, BY_TICKET)).id);
  }
  return ids;
}

/** A person as others see them. */
export function personFrom({ id, ref, number, name, email, role, type, company }: PersonRow): Person {
  return { id, ref, number, name, email, role, type, company };
}

async function putUser(
  sql: Sql,
  patch: UserPatch,
  saying: Saying,
): Promise<{ readonly user: User; readonly created: boolean }> {
  const known = await findRow(sql, patch.ref);
  if (!known) return { user: userFrom(await createUser(sql, patch, saying)), created: true };
  if (patch.number !== undefined) await requireFree(sql, "users", patch.number, patch.ref);
  const said = saidOf(known, patch, saying);
  if (isNews(known, said)) await sql.updateTable("users").set(said).where("id", "=", known.id).execute();
  return { user: userFrom({ ...known, ...said }), created: false };
}

async function createUser(sql: Sql, patch: UserPatch, saying: Saying): Promise<Selectable<UserTable>> {
  const row = { ...rowOf(patch, saying), number: await numberFor(sql, "users", patch) };
  const { id } = await sql.insertInto("users").values(row).returning("id").executeTakeFirstOrThrow();
  return { id, ...row };
}

/** The row of somebody of whom nobody has heard, but for what the database gives. */
function rowOf(patch: UserPatch, saying: Saying): Omit<Selectable<UserTable>, "id" | "number"> {
  return {
    ref: patch.ref,
    name: patch.ref,
    email: null,
    role: "customer",
    type: null,
    company: null,
    department: null,
    permissions: "[]",
    role_told_at: null,
    ...saidIn(patch, saying),
  };
}

/**
 * SPEC: permission is live. A token's role does not replace one the host gave after the token was issued;
 * tokens know whole seconds only.
 */
function isCurrent({ role_told_at }: Selectable<UserTable>, { told, at }: Saying): boolean {
  return told || role_told_at === null || at >= Math.floor(role_told_at / 1000) * 1000;
}

/** What a patch says of a known user that counts. */
function saidOf(known: Selectable<UserTable>, patch: UserPatch, saying: Saying): ReturnType<typeof saidIn> {
  return saidIn(isCurrent(known, saying) ? patch : { ...patch, role: undefined }, saying);
}

function isNews(known: Selectable<UserTable>, said: ReturnType<typeof saidIn>): boolean {
  return Object.entries(said).some(([column, value]) => known[column as keyof UserTable] !== value);
}

/** The columns a patch names. */
function saidIn(patch: UserPatch, { told, at }: Saying): Omit<Partial<Selectable<UserTable>>, "id" | "ref"> {
  const { number, name, email, role, type, company, department, permissions } = patch;
  return {
    ...(number === undefined ? {} : { number }),
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(role === undefined ? {} : { role }),
    ...(type === undefined ? {} : { type }),
    ...(company === undefined ? {} : { company }),
    ...(department === undefined ? {} : { department }),
    ...(permissions === undefined ? {} : { permissions: JSON.stringify(permissions) }),
    ...(role === undefined || !told ? {} : { role_told_at: at }),
  } satisfies Updateable<UserTable>;
}

function findRow(sql: Sql, ref: string): Promise<Selectable<UserTable> | undefined> {
  return sql.selectFrom("users").selectAll().where("ref", "=", ref).executeTakeFirst();
}

function userFrom(row: Selectable<UserTable>): User {
  return {
    ...personFrom(row),
    department: row.department,
    permissions: JSON.parse(row.permissions) as readonly string[],
    roleToldAt: row.role_told_at,
  };
}
