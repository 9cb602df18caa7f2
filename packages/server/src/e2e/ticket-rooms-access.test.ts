import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EVENTS, Rooms } from "./rooms.js";

const ROLES = ["SuperAdmin", "AGENT", "Client", "EMPLOYEE", "VENDOR", "OPS", "ACCOUNTS"] as const;
const RELATIONS = ["customer", "creator", "assignee", "vendor", "verifier", "participant", "none"] as const;

let rooms: Rooms;
beforeAll(async () => {
  rooms = await Rooms.start();
});
afterAll(() => rooms.close());

/** Everything there is to do on a ticket, with a file in what is sent; and what was heard meanwhile. */
async function outcomes(token: string, ticketId: string): Promise<Readonly<Record<string, unknown>>> {
  const client = await rooms.signInWith(token);
  const attachments = [{ name: "note.txt", type: "text/plain", data: "aGVsbG8=" }];
  const results: Record<string, unknown> = {};
  for (const event of EVENTS)
    results[event] = await client.ask(event, { ticketId, message: "hi", attachments });
  const frames = client.frames.map((frame) => JSON.stringify(frame)).sort();
  client.close();
  return { ...results, frames };
}

const succeeded = (outcome: unknown): boolean => (outcome as { readonly success: boolean }).success;

describe("[S7] who may do what", () => {
  it.each(ROLES.flatMap((role) => RELATIONS.map((relation) => [role, relation] as const)))(
    "%s as %s",
    async (role, relation) => {
      const who = `u-${role}-${relation}`.toLowerCase();
      const ticketId = `t-${role}-${relation}`;
      const relations =
        relation === "none" ? {} : relation === "participant" ? { participants: [who] } : { [relation]: who };
      await rooms.server.putTicket(ticketId, { category: "payment", ...relations });
      const token = await rooms.server.token({ sub: who, name: who, role });
      const { frames, ...there } = await outcomes(token, ticketId);
      const mayTakePart = role === "SuperAdmin" || relation === "customer";
      for (const [event, outcome] of Object.entries(there)) {
        expect(succeeded(outcome), `${event}: ${JSON.stringify(outcome)}`).toBe(mayTakePart);
      }
      if (mayTakePart) return;
      const missing = `t-none-${role}-${relation}`;
      const nowhere = await outcomes(token, missing);
      expect(JSON.stringify({ ...there, frames })).toBe(
        JSON.stringify(nowhere).replaceAll(missing, ticketId),
      );
    },
  );
});

describe("a stranger", () => {
  it("hears nothing of a ticket they tried to join, and changes nothing on it", async () => {
    const ticketId = await rooms.openTicket();
    const bob = await rooms.join("bob", ticketId);
    const eve = await rooms.signIn("eve");
    for (const event of EVENTS) {
      expect(await eve.ask(event, { ticketId, message: "let me in" }), event).toMatchObject({
        success: false,
        code: "not_found",
        message: "Access denied to this ticket",
      });
    }
    await bob.ask("typing_start", { ticketId });
    await bob.ask("send_message", { ticketId, message: "between us" });
    await Promise.all([eve.caughtUp(), bob.caughtUp()]);
    expect(eve.frames.map(({ event }) => event).filter((event) => !event.endsWith("error"))).toEqual([
      "authenticated",
    ]);
    expect(bob.heard("user_typing")).toEqual([]);
    expect((await rooms.history(ticketId)).messages).toHaveLength(1);
  });
});
