import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Gateway } from "./gateway.js";
import { TestServer } from "./test-server.js";

const ROLES = ["ADMIN", "AGENT", "CUSTOMER", "EMPLOYEE", "VENDOR", "OPS", "ACCOUNTS"] as const;
const RELATIONS = ["creator", "assignee", "vendor", "verifier", "customer", "participant", "none"] as const;
type Role = (typeof ROLES)[number];
type Relation = (typeof RELATIONS)[number];

/** The document's rule, said once more in other words. */
function mayTakePart(role: Role, relation: Relation, category: string): boolean {
  if (role === "ADMIN") return true;
  if (relation === "creator" || relation === "assignee" || relation === "vendor") return true;
  if (relation === "verifier") return role === "OPS" || (role === "ACCOUNTS" && category !== "delivery");
  return role === "ACCOUNTS" && category !== "delivery";
}

/** The categories that tell whether the rule is kept; only accounts get in by one. */
function categoriesFor(role: Role): readonly string[] {
  return role === "ACCOUNTS" ? ["delivery", "payment", "invoice"] : ["payment"];
}

const TEXT = new TextEncoder().encode("a note for the ticket");

let gateway: Gateway;
beforeAll(async () => {
  gateway = new Gateway(await TestServer.start());
});
afterAll(() => gateway.close());

/** What somebody with this token gets for each thing there is to do on a ticket. */
async function outcomes(token: string, ticketId: string): Promise<Readonly<Record<string, unknown>>> {
  const client = await gateway.connectWith(token);
  const chat = `/api/tickets/${ticketId}/chat`;
  const form = new FormData();
  form.append("file", new Blob([TEXT]), "note.txt");
  const live = (event: string): Promise<unknown> => client.ask(event, { ticketId, message: "hello" });
  const results: Record<string, unknown> = { join_ticket: await live("join_ticket") };
  const between: Readonly<Record<string, Promise<unknown>>> = {
    typing_start: live("typing_start"),
    typing_stop: live("typing_stop"),
    send_message: live("send_message"),
    "GET chat": gateway.server.request(token, "GET", chat),
    "POST chat": gateway.server.request(token, "POST", chat, { message: "hello" }),
    "GET participants": gateway.server.request(token, "GET", `${chat}/participants`),
    "POST upload": gateway.server.request(token, "POST", `${chat}/upload`, form),
  };
  for (const [name, result] of Object.entries(between)) results[name] = await result;
  results.leave_ticket = await live("leave_ticket");
  const frames = client.frames.map(({ event, payload }) => JSON.stringify([event, payload])).sort();
  client.close();
  return { ...results, frames };
}

function succeeded(outcome: unknown): boolean {
  const { success, status } = outcome as { readonly success?: boolean; readonly status?: number };
  return success ?? (status !== undefined && status < 300);
}

const MATRIX = ROLES.flatMap((role) =>
  RELATIONS.flatMap((relation) => categoriesFor(role).map((category) => [role, relation, category] as const)),
);

describe("[S7] who may do what", () => {
  it.each(MATRIX)("%s as %s on a ticket about %s", async (role, relation, category) => {
    const who = `u-${role}-${relation}`.toLowerCase();
    const ticketId = `t-${role}-${relation}-${category}`;
    const relations =
      relation === "none" ? {} : relation === "participant" ? { participants: [who] } : { [relation]: who };
    await gateway.server.putTicket(ticketId, { category, ...relations });
    const token = await gateway.server.token({ sub: who, name: who, role });
    const { frames, ...there } = await outcomes(token, ticketId);
    if (mayTakePart(role, relation, category)) {
      for (const [operation, outcome] of Object.entries(there)) {
        expect(succeeded(outcome), `${operation}: ${JSON.stringify(outcome)}`).toBe(true);
      }
      return;
    }
    const missing = `t-none-${role}-${relation}-${category}`;
    const nowhere = await outcomes(token, missing);
    expect(JSON.stringify({ ...there, frames })).toBe(JSON.stringify(nowhere).replaceAll(missing, ticketId));
    for (const [operation, outcome] of Object.entries(there)) {
      expect(succeeded(outcome), `${operation}: ${JSON.stringify(outcome)}`).toBe(false);
    }
  });
});

describe("a stranger", () => {
  it("hears nothing of a ticket they tried to join, and changes nothing on it", async () => {
    const ticketId = await gateway.openTicket("t-foreign");
    const bob = await gateway.join("bob", ticketId);
    const eve = await gateway.connect("eve");
    for (const event of ["join_ticket", "typing_start", "send_message", "leave_ticket"]) {
      const refused = await eve.ask(event, { ticketId, message: "let me in" });
      expect(refused, event).toMatchObject({ success: false, code: "not_found", type: "ACCESS_DENIED" });
    }
    await bob.ask("typing_start", { ticketId });
    await bob.ask("send_message", { ticketId, message: "between us" });
    await Promise.all([eve.caughtUp(), bob.caughtUp()]);
    expect(eve.frames.filter(({ event }) => event !== "error").map(({ event }) => event)).toEqual([
      "connected",
    ]);
    const heardByBob = bob.frames.map(({ event }) => event);
    for (const event of ["user_joined", "user_typing"]) expect(heardByBob).not.toContain(event);
    expect(await gateway.messages(ticketId)).toHaveLength(1);
  });

  it("can't tell from the time it takes alone: both answers come from the same place", async () => {
    const ticketId = await gateway.openTicket("t-foreign-too");
    const eve = await gateway.connect("eve");
    const [hidden, missing] = [
      await eve.ask("join_ticket", { ticketId }),
      await eve.ask("join_ticket", { ticketId: "t-x" }),
    ];
    expect(JSON.stringify(hidden).replaceAll(ticketId, "")).toBe(
      JSON.stringify(missing).replaceAll("t-x", ""),
    );
  });
});
