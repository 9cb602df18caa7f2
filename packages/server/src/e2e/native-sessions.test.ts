import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NativeDesk, type Posted } from "./native-desk.js";

let desk: NativeDesk;
beforeAll(async () => {
  desk = await NativeDesk.start();
});
afterAll(() => desk.close());

interface Overview {
  readonly ok: boolean;
  readonly session: {
    readonly id: string;
    readonly status: string;
    readonly agent: { readonly ref: string } | null;
  };
  readonly unread: number;
}

describe("a session", () => {
  it("[S12] lives its life: opened, accepted, handed back, resolved, closed", async () => {
    const ticket = await desk.openTicket({ subject: "Late" });
    const [bob, ann] = [await desk.join("bob", ticket), await desk.connect("ann")];
    const { session } = await bob.ask<Overview>("openSession", { ticket, context: { shop: "12" } });
    expect(session).toEqual({
      id: expect.any(String),
      number: expect.any(Number),
      ticket,
      status: "waiting",
      customer: expect.objectContaining({ ref: "u-bob" }),
      agent: null,
      context: { shop: "12" },
      startedAt: expect.any(String),
      acceptedAt: null,
      endedAt: null,
      changedAt: expect.any(String),
    });
    expect(await ann.next("session")).toMatchObject({ ticket, was: null, session: { id: session.id } });
    expect(await ann.ask("sessions", {})).toMatchObject({
      sessions: expect.arrayContaining([expect.objectContaining({ subject: "Late", unread: 0 })]),
    });
    const statuses = ["waiting", "active", "resolved", "closed"];
    await ann.ask("acceptSession", { session: session.id });
    for (const status of statuses) {
      const answer = await ann.ask<Overview>("setSessionStatus", { session: session.id, status });
      expect(answer).toMatchObject({ ok: true, session: { status } });
    }
    await bob.caughtUp();
    expect(
      bob.heard<{ type: string; session: Overview["session"] }>("event").map((event) => event.session.status),
    ).toEqual(["waiting", "active", ...statuses]);
    expect(await bob.ask<Posted>("post", { ticket, text: "thanks", clientId: "k" })).toMatchObject({
      ok: true,
    });
  });

  it("[S12] goes to one of two who race, over socket and REST", async () => {
    for (let round = 0; round < 10; round++) {
      const ticket = await desk.openTicket();
      const { body } = await desk.request<Overview>("bob", "POST", "/v1/sessions", { ticket });
      const { id } = body.session;
      const ann = await desk.connect("ann");
      const [live, rest] = await Promise.all([
        ann.ask<Overview>("acceptSession", { session: id }),
        desk.request("ada", "POST", `/v1/sessions/${id}/accept`),
      ]);
      expect([live.ok, rest.status === 200]).toContain(true);
      if (live.ok) expect(rest).toMatchObject({ status: 409, body: { code: "conflict", holder: "Ann Lee" } });
      else expect(live).toMatchObject({ error: { code: "conflict", details: { holder: "Ada May" } } });
      ann.close();
    }
  });

  it("makes its own ticket where there is none, once for each key", async () => {
    const asked = { subject: "Help", category: "order", priority: "high" };
    const key = { "idempotency-key": "once" };
    const first = await desk.request<Overview>("bob", "POST", "/v1/sessions", asked, key);
    const again = await desk.request<Overview>("bob", "POST", "/v1/sessions", asked, key);
    expect(first).toMatchObject({ status: 201, body: { opened: true, subject: "Help" } });
    expect(again).toMatchObject({
      status: 200,
      body: { opened: false, session: { id: first.body.session.id } },
    });
    expect(await desk.request("eve", "GET", `/v1/sessions/${first.body.session.id}`)).toMatchObject({
      status: 404,
    });
    const closed = await desk.request("bob", "PATCH", `/v1/sessions/${first.body.session.id}`, {
      status: "closed",
    });
    expect(closed).toMatchObject({ status: 200, body: { session: { status: "closed" } } });
  });
});
