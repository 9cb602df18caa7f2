import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Event, type Message, NativeDesk, type Posted } from "./native-desk.js";

let desk: NativeDesk;
beforeAll(async () => {
  desk = await NativeDesk.start();
});
afterAll(() => desk.close());

const refused = (status: number, code: string) => ({
  status,
  body: { success: false, code, message: expect.any(String) },
});

describe("PUT /v1/tickets/:ref", () => {
  it("creates, updates what is said, and leaves the rest", async () => {
    const path = "/v1/tickets/t%2Fwith%20odd%3Fsigns";
    const ref = "t/with odd?signs";
    const created = await desk.request("ada", "PUT", path, {
      number: 4711,
      subject: "Late",
      customer: "u-bob",
    });
    expect(created).toMatchObject({
      status: 201,
      body: {
        created: true,
        ticket: { ref, number: 4711, subject: "Late", people: { customer: { ref: "u-bob" } } },
      },
    });
    const updated = await desk.request("ada", "PUT", path, { subject: null, status: "open" });
    expect(updated).toMatchObject({
      status: 200,
      body: {
        created: false,
        ticket: { ref, number: 4711, subject: null, status: "open", people: { customer: { ref: "u-bob" } } },
      },
    });
    expect((await desk.request("bob", "GET", path)).body).toEqual({
      ticket: (updated.body as { ticket: unknown }).ticket,
    });
  });

  it("names a field it does not know, and is for the host alone", async () => {
    expect(await desk.request("ada", "PUT", "/v1/tickets/t-x", { subjetc: "Late" })).toMatchObject({
      status: 400,
      body: { code: "invalid", message: expect.stringContaining("subjetc") },
    });
    expect(await desk.request("ann", "PUT", "/v1/tickets/t-x", {})).toEqual(refused(403, "forbidden"));
    expect(await desk.request("ada", "GET", "/v1/tickets/t-x")).toEqual(refused(404, "not_found"));
    await desk.request("ada", "PUT", "/v1/tickets/t-first", { number: 99_001 });
    const taken = refused(409, "conflict");
    expect(await desk.request("ada", "PUT", "/v1/tickets/t-second", { number: 99_001 })).toEqual({
      ...taken,
      body: { ...taken.body, holder: "t-first" },
    });
  });
});

describe("GET /v1/me", () => {
  it("says what a connection hears first: who one is, and until when", async () => {
    expect(await desk.request("bob", "GET", "/v1/me")).toEqual({
      status: 200,
      body: {
        user: expect.objectContaining({ ref: "u-bob", role: "customer" }),
        protocol: { version: 1 },
        tokenExpiresAt: expect.stringMatching(/^\d{4}-/),
      },
    });
  });
});

describe("PUT /v1/users/:ref", () => {
  it("creates and updates, and says so", async () => {
    const path = "/v1/users/u-new";
    const body = {
      name: "Nea New",
      role: "SUPPORT_AGENT",
      company: "Acme",
      department: "Care",
      permissions: ["a"],
    };
    expect(await desk.request("ada", "PUT", path, body)).toMatchObject({
      status: 201,
      body: { created: true, user: { ref: "u-new", name: "Nea New", role: "agent", company: "Acme" } },
    });
    expect(await desk.request("ada", "PUT", path, { name: "Nea Now", company: null })).toMatchObject({
      status: 200,
      body: { created: false, user: { name: "Nea Now", role: "agent", company: null } },
    });
    expect(await desk.request("ada", "PUT", path, { name: "Nea", role: "boss" })).toEqual(
      refused(400, "invalid"),
    );
    expect(await desk.request("bob", "PUT", path, { name: "Nea" })).toEqual(refused(403, "forbidden"));
  });
});

describe("GET /v1/tickets", () => {
  it("lists what one may see", async () => {
    const own = await desk.openTicket();
    const foreign = await desk.openTicket({ customer: "u-eve", assignee: null });
    const refs = async (who: "bob" | "ann") => {
      const { body } = await desk.request<{ tickets: { ref: string }[] }>(
        who,
        "GET",
        "/v1/tickets?limit=200",
      );
      return body.tickets.map(({ ref }) => ref);
    };
    expect(await refs("ann")).toEqual(expect.arrayContaining([own, foreign]));
    const bobs = await refs("bob");
    expect(bobs).toContain(own);
    expect(bobs).not.toContain(foreign);
    expect(await desk.request("bob", "GET", "/v1/tickets?limit=none")).toEqual(refused(400, "invalid"));
  });
});

describe("messages by REST", () => {
  it("are the same messages, live for who is connected", async () => {
    const ticket = await desk.openTicket();
    const ann = await desk.join("ann", ticket);
    const path = `/v1/tickets/${ticket}/messages`;
    const posted = await desk.request<Posted>("bob", "POST", path, { text: "by REST", clientId: "r-1" });
    expect(posted).toMatchObject({
      status: 201,
      body: { duplicate: false, message: { text: "by REST", seq: 1 } },
    });
    const event = await ann.next<Event>("event");
    expect(event.message).toEqual(posted.body.message);
    expect(await desk.request("bob", "GET", path)).toEqual({
      status: 200,
      body: { messages: [event.message], total: 1, hasOlder: false, hasNewer: false },
    });
    expect(await desk.request("bob", "POST", path, { text: "" })).toEqual(refused(400, "empty_message"));
    expect(await desk.request("eve", "POST", path, { text: "let me in" })).toEqual(refused(404, "not_found"));
    expect(await desk.request("eve", "GET", path)).toEqual(refused(404, "not_found"));
    expect(await desk.request("bob", "GET", `/v1/tickets/${ticket}/participants`)).toMatchObject({
      status: 200,
      body: { participants: [{ person: { ref: "u-bob" } }, { person: { ref: "u-ann" }, online: true }] },
    });
  });

  it("carry files, which can be fetched by who has the link", async () => {
    const ticket = await desk.openTicket();
    const ann = await desk.join("ann", ticket);
    const form = new FormData();
    form.append("files", new Blob(["a note for you"]), "note.txt");
    const path = `/v1/tickets/${ticket}/attachments`;
    const uploaded = await desk.request<{ attachments: Message["attachments"] }>("bob", "POST", path, form);
    expect(uploaded).toMatchObject({
      status: 201,
      body: { attachments: [{ name: "note.txt", type: "text/plain", size: 14 }] },
    });
    const attachments = uploaded.body.attachments.map(({ id }) => id);
    const bob = await desk.connect("bob");
    const { message } = await bob.ask<Posted>("post", { ticket, clientId: "f-1", attachments });
    expect((await ann.next<Event>("event")).message).toMatchObject({
      text: "",
      attachments: [{ id: attachments[0] }],
    });
    const [file] = message.attachments;
    expect(await (await fetch(file?.url ?? "")).text()).toBe("a note for you");
    expect(await bob.ask("post", { ticket, clientId: "f-2", text: "again", attachments })).toMatchObject({
      ok: false,
    });
    expect(await desk.request("eve", "POST", path, new FormData())).toEqual(refused(404, "not_found"));
    expect(await desk.request("bob", "POST", path, new FormData())).toEqual(refused(400, "invalid"));
  });
});
