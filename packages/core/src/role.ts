/** What a person is to the host application. */
export type Role =
  | "admin"
  | "agent"
  | "customer"
  | "employee"
  | "vendor"
  | "ops"
  | "accounts"
  | "bot"
  | "service";

/** The two sides of a ticket: customers, and everybody else. */
export type Side = "customer" | "agent";

const ROLES: Readonly<Record<string, Role>> = {
  admin: "admin",
  superadmin: "admin",
  agent: "agent",
  support: "agent",
  supportagent: "agent",
  customer: "customer",
  client: "customer",
  user: "customer",
  employee: "employee",
  vendor: "vendor",
  ops: "ops",
  accounts: "accounts",
  bot: "bot",
  service: "service",
};

/** The role a host's word stands for, compared without case, spaces, `_`, `-` or `.`; undefined when it is none of ours. */
export function roleFrom(word: string): Role | undefined {
  const folded = word.toLowerCase().replace(/[\s_.-]+/g, "");
  return Object.hasOwn(ROLES, folded) ? ROLES[folded] : undefined;
}

/** The side a role stands on. */
export function sideOf(role: Role): Side {
  return role === "customer" ? "customer" : "agent";
}
