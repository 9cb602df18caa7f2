import { allowedFiles } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NativeDesk, type Posted } from "./native-desk.js";

let desk: NativeDesk;
beforeAll(async () => {
  desk = await NativeDesk.start();
});
afterAll(() => desk.close());

interface Listed {
  readonly tickets: readonly { readonly ref: string; readonly number: number; readonly unread: number }[];
  readonly next: string | null;
}

describe("following every ticket", () => {
  it("tells an agent what happens on tickets they have not joined, a list they keep is right by it", async () => {
    const ticket = await desk.openTicket({ subject: "Late" });
    const [bob, ann, other] = [
      await desk.join("bob", ticket),
      await desk.connect("ann"),
      await desk.connect("ada"),
    ];
    expect(await bob.ask("follow", { on: true })).toMatchObject({ ok: false, error: { code: "forbidden" } });
    for (const one of [ann, other]) expect(await one.ask("follow", { on: true })).toEqual({ ok: true });
    await bob.ask("post", { ticket, clientId: "k", text: "Where is it?" });
    for (const one of [ann, other]) {
      expect(await one.next("news")).toEqual({
        at: expect.any(String),
        more: false,
        tickets: [
          {
            ticket: expect.objectContaining({ ref: ticket, subject: "Late" }),
            said: [{ by: "u-bob", count: 1 }],
            readBy: [],
            altered: [],
            lastMessage: {
              id: expect.any(String),
              sender: expect.objectContaining({ ref: "u-bob" }),
              kind: "text",
              audience: "public",
              text: "Where is it?",
              attachments: 0,
              createdAt: expect.any(String),
            },
            answered: false,
            askedAt: expect.any(String),
          },
        ],
      });
    }
    const { body } = await desk.request<Listed>("ann", "GET", `/v1/tickets?ref=${ticket}`);
    expect(body).toMatchObject({
      tickets: [
        { ref: ticket, unread: 1, lastMessage: { text: "Where is it?" }, waitingSince: expect.any(String) },
      ],
      next: null,
    });
  });
});

describe("working on tickets", () => {
  it("is done over socket and REST, and told to who watches", async () => {
    const ticket = await desk.openTicket({ status: "open" });
    const [bob, ann] = [await desk.join("bob", ticket), await desk.connect("ann")];
    const updated = await ann.ask("updateTicket", { ticket, assignee: "u-bob" });
    expect(updated).toMatchObject({ ok: false, error: { details: { field: "assignee" } } });
    await desk.connect("ada");
    expect(await ann.ask("updateTicket", { ticket, assignee: "u-ada", status: "in_progress" })).toMatchObject(
      {
        ok: true,
        ticket: { status: "in_progress", people: { assignee: { ref: "u-ada" } } },
      },
    );
    const patch = await desk.request("ann", "PATCH", `/v1/tickets/${ticket}`, {
      assignee: null,
      priority: "high",
    });
    expect(patch).toMatchObject({
      status: 200,
      body: { ticket: { priority: "high", people: { assignee: null } } },
    });
    expect((await desk.request("bob", "PATCH", `/v1/tickets/${ticket}`, { status: "closed" })).status).toBe(
      403,
    );
    await bob.caughtUp();
    expect(
      bob.heard<{ changed: readonly string[]; by: { ref: string } }>("event").map(({ changed }) => changed),
    ).toEqual([
      ["status", "assignee"],
      ["priority", "assignee"],
    ]);
  });

  it("finds tickets by number, filter and text, page by page", async () => {
    const refs = [];
    for (let index = 0; index < 3; index++)
      refs.push(await desk.openTicket({ status: "paged", subject: `Zebra ${index}` }));
    const get = async (query: string, who: "ann" | "bob" = "ann") =>
      (await desk.request<Listed>(who, "GET", `/v1/tickets?${query}`)).body;
    const first = await get("status=paged,other&limit=2");
    expect(first.tickets).toHaveLength(2);
    const second = await get(`status=paged,other&limit=2&before=${first.next}`);
    expect([...first.tickets, ...second.tickets].map(({ ref }) => ref).sort()).toEqual(refs);
    expect(second.next).toBeNull();
    expect((await get(`number=${first.tickets[0]?.number}`)).tickets).toMatchObject([
      { ref: first.tickets[0]?.ref },
    ]);
    expect((await get("q=zebra&assignee=me")).tickets).toHaveLength(3);
    expect((await get("q=zebra", "bob")).tickets).toHaveLength(3);
    expect((await get("q=zebra&assignee=none")).tickets).toEqual([]);
    expect((await get("q=zebra&customer=u-bob")).tickets).toHaveLength(3);
    expect((await get("q=zebra&customer=u-nobody")).tickets).toEqual([]);
    expect((await get("q=zebra&notStatus=other,closed")).tickets).toHaveLength(3);
    expect((await get("q=zebra&notStatus=other,paged")).tickets).toEqual([]);
    for (const wrong of ["before=x", "limit=0", "session=closed", "status=", "notStatus=", "number=seven"]) {
      expect((await desk.request("ann", "GET", `/v1/tickets?${wrong}`)).status).toBe(400);
    }
  });

  it("[S6] searches all tickets one may see, notes for staff only", async () => {
    const ticket = await desk.openTicket({ subject: "Found" });
    const [bob, ann] = [await desk.join("bob", ticket), await desk.join("ann", ticket)];
    await bob.ask<Posted>("post", { ticket, clientId: "1", text: "a quokka" });
    await ann.ask<Posted>("post", { ticket, clientId: "2", text: "Quokka note", audience: "internal" });
    const texts = async (who: "ann" | "bob" | "eve") => {
      const path = "/v1/search?q=quokka";
      const { body } = await desk.request<{ messages: { message: { text: string }; subject: string }[] }>(
        who,
        "GET",
        path,
      );
      return body.messages.map(({ message, subject }) => `${subject}: ${message.text}`);
    };
    expect(await texts("ann")).toEqual(["Found: Quokka note", "Found: a quokka"]);
    expect(await texts("bob")).toEqual(["Found: a quokka"]);
    expect(await texts("eve")).toEqual([]);
    const page = await desk.request<{ next: string }>("ann", "GET", "/v1/search?q=quokka&limit=1");
    const path = `/v1/search?q=quokka&before=${page.body.next}`;
    expect((await desk.request("ann", "GET", path)).body).toMatchObject({
      messages: [{ message: { text: "a quokka" } }],
      next: null,
    });
  });

  it("finds people, and keeps texts to answer with", async () => {
    await desk.connect("ann");
    expect((await desk.request("ann", "GET", "/v1/users?q=LEE&role=agent")).body).toEqual({
      users: [expect.objectContaining({ ref: "u-ann", name: "Ann Lee" })],
    });
    expect((await desk.request("bob", "GET", "/v1/users")).status).toBe(403);
    const reply = { shortcut: "hi", title: "Hello", text: "Hello {{customer.name}}" };
    const put = await desk.request("ann", "PUT", "/v1/canned-replies/c-1", reply);
    const kept = { id: "c-1", ...reply, shared: false, updatedAt: expect.any(String) };
    expect(put).toMatchObject({ status: 200, body: { reply: kept } });
    expect((await desk.request("ann", "GET", "/v1/canned-replies")).body).toEqual({ replies: [kept] });
    expect(
      (await desk.request("ann", "PUT", "/v1/canned-replies/c-2", { ...reply, shared: true })).status,
    ).toBe(403);
    expect((await desk.request("ann", "DELETE", "/v1/canned-replies/c-1")).body).toEqual({ ok: true });
    expect((await desk.request("ann", "DELETE", "/v1/canned-replies/c-1")).status).toBe(404);
  });
});

describe("what files are like", () => {
  const form = (bytes: Uint8Array, name: string): FormData => {
    const filled = new FormData();
    filled.append("files", new Blob([Buffer.from(bytes)]), name);
    return filled;
  };

  it("is told of pictures, and of recordings by who made them", async () => {
    const ticket = await desk.openTicket();
    const path = `/v1/tickets/${ticket}/attachments`;
    const picture = await desk.request("bob", "POST", path, form(allowedFiles.png.bytes, "a.png"));
    expect(picture.body).toMatchObject({
      attachments: [
        { width: expect.any(Number), height: expect.any(Number), durationMs: null, levels: null },
      ],
    });
    const wav = Buffer.concat([
      Buffer.from("RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0", "latin1"),
      Buffer.alloc(40),
    ]);
    const query = "?durationMs=3200&levels=0,128,255";
    const sent = await desk.request<{ attachments: { id: string }[] }>(
      "bob",
      "POST",
      path + query,
      form(wav, "voice.wav"),
    );
    const recording = {
      type: "audio/wav",
      width: null,
      height: null,
      durationMs: 3200,
      levels: [0, 128, 255],
    };
    expect(sent.body).toMatchObject({ attachments: [recording] });
    const bob = await desk.join("bob", ticket);
    const attachments = sent.body.attachments.map(({ id }) => id);
    const posted = await bob.ask<Posted>("post", { ticket, clientId: "v", attachments });
    expect(posted).toMatchObject({ ok: true, message: { kind: "file", attachments: [recording] } });
    const file = await fetch(posted.message.attachments[0]?.url ?? "");
    expect([file.status, file.headers.get("content-type")]).toEqual([200, "audio/wav"]);
    for (const wrong of ["levels=256", `levels=${Array(65).fill("1").join()}`, "durationMs=-1", "levels=a"]) {
      expect((await desk.request("bob", "POST", `${path}?${wrong}`, form(wav, "v.wav"))).status).toBe(400);
    }
  });
});

describe("a ticket of one's own", () => {
  it("is started by somebody nobody has heard of, once under the same key", async () => {
    const asked = { subject: "No heating", category: "repair", context: { page: "/help" } };
    const start = () =>
      desk.request<{ ticket: { ref: string } }>("eve", "POST", "/v1/sessions", asked, {
        "idempotency-key": "form-1",
      });
    const { status, body } = await start();
    expect(status).toBe(201);
    expect(body).toMatchObject({
      opened: true,
      session: { status: "waiting", context: { page: "/help" } },
      ticket: { subject: "No heating", status: "open", people: { customer: { ref: "u-eve" } } },
    });
    expect((await start()).body.ticket.ref).toBe(body.ticket.ref);
  });
});
