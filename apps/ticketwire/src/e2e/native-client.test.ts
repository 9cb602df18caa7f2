import { type Client, type ClientOptions, createClient, type TicketHandle } from "@ticketwire/client";
import { FlakyProxy } from "@ticketwire/testkit";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ChatServer, type Name } from "./chat-server.js";
import { until } from "./until.js";

let server: ChatServer;
let proxy: FlakyProxy;
let tickets = 0;
let ticketRef: string;
const clients: Client[] = [];

beforeAll(async () => {
  server = await ChatServer.start();
  proxy = await FlakyProxy.start(() => server.url);
});

beforeEach(async () => {
  tickets += 1;
  ticketRef = `t-${tickets}`;
  await server.putUser("u-ann", { name: "Ann Lee", role: "agent" });
  await server.putTicket(ticketRef, { customer: "u-bob", assignee: "u-ann", participants: ["u-vic"] });
});

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  proxy.isDown = false;
  proxy.release();
});

afterAll(async () => {
  await proxy.close();
  await server.close();
});

/** A client that comes back without a pause. */
function clientWith(options: Partial<ClientOptions> & Pick<ClientOptions, "token">): Client {
  const client = createClient({ server: server.url, ...options }, { random: () => 0 });
  clients.push(client);
  return client;
}

async function clientOf(who: Name, url = server.url): Promise<Client> {
  return clientWith({ server: url, token: await server.token(who) });
}

async function live(ticket: TicketHandle): Promise<TicketHandle> {
  ticket.open();
  await until(ticket, ({ status }) => status === "live");
  return ticket;
}

/** A client of one's own, on the ticket. */
async function onTicket(who: Name, url = server.url): Promise<TicketHandle> {
  return live((await clientOf(who, url)).ticket(ticketRef));
}

const texts = (ticket: TicketHandle) => ticket.getSnapshot().messages.map(({ text }) => text);
const sees = (ticket: TicketHandle, text: string) =>
  until(ticket, ({ messages }) =>
    messages.some((message) => message.text === text && message.delivery === "sent"),
  );

describe("sending", () => {
  test("shows at once, and is one message from beginning to end", async () => {
    const bob = await onTicket("bob");
    const ann = await onTicket("ann");
    const shown: string[][] = [];
    bob.subscribe(() => {
      shown.push(bob.getSnapshot().messages.map(({ clientId, sender }) => `${sender.ref}/${clientId}`));
    });
    const clientId = bob.send({ text: "hello" });
    expect(bob.getSnapshot().messages).toMatchObject([
      { text: "hello", delivery: "sending", clientId, sender: { ref: "u-bob", name: "Bob Ray" } },
    ]);
    await sees(bob, "hello");
    await sees(ann, "hello");
    expect(shown.every((keys) => keys.length === 1 && keys[0] === `u-bob/${clientId}`)).toBe(true);
    expect(ann.getSnapshot().messages).toEqual(bob.getSnapshot().messages);
  });

  test("[S3] keeps the order in which it was said", async () => {
    const bob = await onTicket("bob");
    const said = Array.from({ length: 30 }, (_, index) => `text ${index}`);
    for (const text of said) bob.send({ text });
    await sees(bob, said.at(-1) ?? "");
    expect(texts(bob)).toEqual(said);
    expect(texts(await onTicket("ann"))).toEqual(said);
  });

  test("that is refused says why, and can be tried again or taken back", async () => {
    const bob = await onTicket("bob");
    const wrong = bob.send({ text: "x".repeat(11_000) });
    bob.send({ text: "after it" });
    await sees(bob, "after it");
    const failed = bob.getSnapshot().messages.at(-1);
    expect(failed).toMatchObject({ clientId: wrong, delivery: "failed", error: { code: "invalid" } });
    bob.retry(wrong);
    await until(bob, ({ messages }) => messages.at(-1)?.delivery === "sending");
    await until(bob, ({ messages }) => messages.at(-1)?.delivery === "failed");
    bob.discard(wrong);
    expect(texts(bob)).toEqual(["after it"]);
  });

  test("[S2] while there is no connection goes out once it is there", async () => {
    const bob = await onTicket("bob", proxy.url);
    const ann = await onTicket("ann");
    proxy.isDown = true;
    proxy.cut();
    await until(bob, ({ status }) => status === "offline");
    bob.send({ text: "from the tunnel" });
    ann.send({ text: "are you there?" });
    await sees(ann, "are you there?");
    expect(bob.getSnapshot().messages).toMatchObject([{ text: "from the tunnel", delivery: "sending" }]);
    proxy.isDown = false;
    await sees(bob, "from the tunnel");
    expect(texts(bob)).toEqual(["are you there?", "from the tunnel"]);
    await sees(ann, "from the tunnel");
  });

  test("carries files", async () => {
    const bob = await onTicket("bob");
    const file = await bob.upload(new Blob(["a note for you"]), "note.txt");
    bob.send({ text: "", attachments: [file] });
    expect(bob.getSnapshot().messages[0]?.attachments).toEqual([file]);
    const ann = await onTicket("ann");
    await until(ann, ({ messages }) => messages.length === 1);
    const [attachment] = ann.getSnapshot().messages[0]?.attachments ?? [];
    expect(attachment).toMatchObject({ id: file.id, name: "note.txt", type: "text/plain", size: 14 });
    expect(await (await fetch(attachment?.url ?? "")).text()).toBe("a note for you");
    const refused = bob.upload(new Blob(["\u007fELF"]), "innocent.png");
    await expect(refused).rejects.toMatchObject({ code: "unsupported_type", retryable: false });
  });
});

describe("an upload", () => {
  test("tells when it is done, and can be cancelled", async () => {
    const bob = await onTicket("bob", proxy.url);
    const told: number[] = [];
    const onProgress = ({ sentBytes, totalBytes }: { sentBytes: number; totalBytes: number }) =>
      told.push(sentBytes / totalBytes);
    await bob.upload(new Blob(["a note"]), "note.txt", { onProgress });
    expect(told).toEqual([1]);
    const ending = new AbortController();
    proxy.hold();
    const cancelled = bob.upload(new Blob(["a note"]), "note.txt", { signal: ending.signal });
    ending.abort(new Error("whatever"));
    await expect(cancelled).rejects.toMatchObject({ name: "AbortError" });
    proxy.release();
  });

  test("goes on with another token when the first is no good", async () => {
    const tokens = ["nonsense", await server.token("bob")];
    const client = clientWith({ token: () => tokens.shift() ?? "none left" });
    const file = await client.ticket(ticketRef).upload(new Blob(["a note"]), "note.txt");
    expect(file).toMatchObject({ name: "note.txt", size: 6 });
  });
});

describe("[S11] what is unread", () => {
  test("is counted, loaded or not, and goes down as one reads", async () => {
    const ann = await onTicket("ann");
    for (let number = 1; number <= 60; number++) ann.send({ text: `text ${number}` });
    await sees(ann, "text 60");
    const bob = await onTicket("bob");
    await until(bob, ({ unread }) => unread === 60);
    expect(bob.getSnapshot().messages).toHaveLength(50);
    expect(bob.getSnapshot().firstUnreadId).toBe(bob.getSnapshot().messages[0]?.id);
    ann.send({ text: "one more" });
    await until(bob, ({ unread }) => unread === 61);
    const shown = bob.getSnapshot().messages.slice(-3);
    await Promise.all(shown.map(({ id }) => bob.markRead([id])));
    await until(bob, ({ unread }) => unread === 58);
    bob.send({ text: "one's own is read" });
    await sees(bob, "one's own is read");
    expect(bob.getSnapshot().unread).toBe(58);
    await bob.markRead();
    await until(bob, ({ unread }) => unread === 0);
    await bob.loadOlder();
    const { firstUnreadId, messages, unread } = bob.getSnapshot();
    expect(messages[0]).toMatchObject({ text: "text 1", id: firstUnreadId });
    expect(unread).toBe(0);
  });

  test("begins where one had read up to, until the ticket is opened again", async () => {
    const ann = await onTicket("ann");
    const bob = await onTicket("bob");
    ann.send({ text: "read" });
    await sees(bob, "read");
    expect(bob.getSnapshot()).toMatchObject({ unread: 1, firstUnreadId: null });
    await bob.markRead();
    await until(bob, ({ unread }) => unread === 0);
    bob.close();
    ann.send({ text: "new" });
    await sees(ann, "new");
    await live(bob);
    const { firstUnreadId, messages } = bob.getSnapshot();
    expect(messages.find(({ id }) => id === firstUnreadId)?.text).toBe("new");
    await bob.markRead();
    await until(bob, ({ unread }) => unread === 0);
    expect(bob.getSnapshot().firstUnreadId).toBe(firstUnreadId);
  });
});

describe("[S4] coming back", () => {
  test("from a connection that was cut before it was there needs no patience", async () => {
    const lives = Array.from({ length: 10 }, (_, index) => index * 40);
    proxy.budgetBytes = () => lives.shift() ?? Number.POSITIVE_INFINITY;
    // The timers that give up on a silent connection never run: whatever is noticed is noticed by itself.
    const after = (ms: number, callback: () => void) => {
      const timer = ms >= 10_000 ? undefined : setTimeout(callback, ms);
      return () => clearTimeout(timer);
    };
    const options = {
      server: proxy.url,
      token: await server.token("bob"),
      socketOptions: { timeout: 600_000 },
    };
    const client = createClient(options, { random: () => 0, after });
    clients.push(client);
    await until(client, ({ connection }) => connection === "online");
    expect(lives).toEqual([]);
  });

  test("after a long time starts afresh, and older messages can still be read", async () => {
    const bob = await onTicket("bob", proxy.url);
    const ann = await onTicket("ann");
    ann.send({ text: "before" });
    await sees(bob, "before");
    proxy.isDown = true;
    proxy.cut();
    const said = Array.from({ length: 520 }, (_, index) => `text ${index}`);
    for (const text of said) ann.send({ text });
    await sees(ann, "text 519");
    proxy.isDown = false;
    await sees(bob, "text 519");
    expect(texts(bob)).toEqual(said.slice(-50));
    while (bob.getSnapshot().hasOlder) await bob.loadOlder();
    expect(texts(bob)).toEqual(["before", ...said]);
  });

  test("to a server that has been started again goes on where it was", async () => {
    const bob = await onTicket("bob", proxy.url);
    bob.send({ text: "one" });
    await sees(bob, "one");
    const client = await clientOf("ann", proxy.url);
    const ann = await live(client.ticket(ticketRef));
    await server.stop();
    await until(client, ({ connection }) => connection === "offline");
    expect(client.getSnapshot().reason).toBe("draining");
    bob.send({ text: "two" });
    await server.open();
    await sees(ann, "two");
    expect(texts(ann)).toEqual(["one", "two"]);
  });

  test("to a ticket that was closed and opened again, too", async () => {
    const bob = await onTicket("bob");
    const ann = await onTicket("ann");
    bob.close();
    expect(bob.getSnapshot().status).toBe("idle");
    await until(ann, ({ present }) => present.length === 0);
    ann.send({ text: "while you were away" });
    await sees(ann, "while you were away");
    expect(texts(bob)).toEqual([]);
    await live(bob);
    expect(texts(bob)).toEqual(["while you were away"]);
  });
});

describe.each([["websocket"], ["polling"]])("[S3] over %s", (transport) => {
  async function bobOver(): Promise<TicketHandle> {
    const token = await server.token("bob");
    const socketOptions = { transports: [transport] };
    const client = clientWith({ server: proxy.url, token, socketOptions });
    await until(client, ({ connection }) => connection === "online");
    return client.ticket(ticketRef);
  }

  test("an event that is read together with the answer to the join is not lost", async () => {
    const bob = await bobOver();
    const ann = await onTicket("ann");
    proxy.hold();
    bob.open();
    await until(ann, ({ present }) => present.length === 1);
    ann.send({ text: "hot on its heels" });
    await sees(ann, "hot on its heels");
    proxy.release();
    await sees(bob, "hot on its heels");
  });

  test("what is said while the connection is cut is there afterwards, in order", async () => {
    const bob = await live(await bobOver());
    const ann = await onTicket("ann");
    for (let round = 0; round < 5; round++) {
      ann.send({ text: `Ann ${round}` });
      bob.send({ text: `Bob ${round}` });
      proxy.cut();
    }
    await sees(bob, "Ann 4");
    await sees(ann, "Bob 4");
    await until(bob, ({ messages }) => messages.length === 10);
    expect(texts(bob)).toEqual(texts(ann));
  });
});

describe("others", () => {
  test("are seen to come, to type, to stop, and to go", async () => {
    const ann = await onTicket("ann");
    const client = await clientOf("bob");
    const bob = await live(client.ticket(ticketRef));
    await until(ann, ({ present }) => present.map(({ ref }) => ref).join() === "u-bob");
    expect(bob.getSnapshot().present).toMatchObject([{ ref: "u-ann" }]);
    bob.typing();
    await until(ann, ({ typing }) => typing.map(({ ref }) => ref).join() === "u-bob");
    bob.send({ text: "hello" });
    await until(ann, ({ typing, messages }) => typing.length === 0 && messages.length === 1);
    expect(bob.getSnapshot().typing).toEqual([]);
    client.close();
    await until(ann, ({ present }) => present.length === 0);
  });
});

describe("a ticket", () => {
  test("that is changed by its owner shows it", async () => {
    const ann = await onTicket("ann");
    await server.putTicket(ticketRef, { status: "solved", priority: "low" });
    await until(ann, ({ ticket }) => ticket?.status === "solved");
    expect(ann.getSnapshot().ticket).toMatchObject({
      priority: "low",
      people: { customer: { ref: "u-bob" } },
    });
  });

  test("that is not one's own, or not there, is refused", async () => {
    const eve = await clientOf("eve");
    for (const ref of [ticketRef, "t-nowhere"]) {
      const ticket = eve.ticket(ref);
      ticket.open();
      await until(ticket, ({ status }) => status === "refused");
      expect(ticket.getSnapshot()).toMatchObject({
        error: { code: "not_found" },
        ticket: null,
        messages: [],
      });
    }
  });

  test("[S7] one is taken off is gone, with everything that was known of it", async () => {
    const vic = await onTicket("vic");
    const ann = await onTicket("ann");
    ann.send({ text: "for all of us" });
    await sees(vic, "for all of us");
    await server.putTicket(ticketRef, { participants: [] });
    await until(vic, ({ status }) => status === "refused");
    expect(vic.getSnapshot()).toMatchObject({ ticket: null, messages: [], present: [] });
    await server.putTicket(ticketRef, { participants: ["u-vic"] });
    await live(vic);
    expect(texts(vic)).toEqual(["for all of us"]);
  });

  test("[S6][S7] one may see less of shows less", async () => {
    await server.putTicket(ticketRef, { participants: ["u-ann"] });
    const ann = await onTicket("ann");
    for (let note = 0; note < 3; note++) ann.send({ text: `note ${note}`, audience: "internal" });
    ann.send({ text: "for all of us" });
    await sees(ann, "for all of us");
    expect(ann.getSnapshot().audience).toBe("internal");
    await server.putUser("u-ann", { name: "Ann Lee", role: "vendor" });
    await until(ann, ({ audience, status }) => audience === "public" && status === "live");
    expect(texts(ann)).toEqual(["for all of us"]);
    ann.send({ text: "still here" });
    await sees(ann, "still here");
    expect(texts(ann)).toEqual(["for all of us", "still here"]);
  });

  test("list has those one may see", async () => {
    await server.putTicket("t-foreign", { customer: "u-eve" });
    const refs = async (who: Name) => (await (await clientOf(who)).tickets()).map(({ ref }) => ref);
    expect(await refs("bob")).toContain(ticketRef);
    expect(await refs("bob")).not.toContain("t-foreign");
    expect(await refs("ann")).toEqual(expect.arrayContaining([ticketRef, "t-foreign"]));
  });
});

describe("signing in", () => {
  test("with a token that is no good ends at once, and says why", async () => {
    const client = clientWith({ token: "nonsense" });
    await until(client, ({ connection }) => connection === "closed");
    expect(client.getSnapshot()).toMatchObject({
      connection: "closed",
      reason: "unauthenticated",
      user: null,
    });
    await expect(client.tickets()).rejects.toMatchObject({ code: "unauthenticated", retryable: false });
  });

  test("asks for another token when the first is no good", async () => {
    const tokens = ["nonsense", await server.token("bob")];
    const client = clientWith({ token: () => tokens.shift() ?? "none left" });
    await until(client, ({ connection }) => connection === "online");
    expect(client.getSnapshot()).toMatchObject({ user: { ref: "u-bob" } });
  });

  test("asks again when whoever gives tokens has failed", async () => {
    let asked = 0;
    const token = async () => {
      asked += 1;
      if (asked < 3) throw new Error("not now");
      return server.token("bob");
    };
    const client = clientWith({ token });
    await until(client, ({ connection }) => connection === "online");
    expect(asked).toBe(3);
  });

  test("asks for another token before the first one ends, and nobody notices", async () => {
    const lives = ["3s", "1h"];
    let given = 0;
    const client = clientWith({
      token: () => {
        given += 1;
        return server.token("bob", lives.shift());
      },
    });
    const bob = await live(client.ticket(ticketRef));
    const ann = await onTicket("ann");
    const states: string[] = [];
    client.subscribe(() => states.push(client.getSnapshot().connection));
    bob.subscribe(() => states.push(bob.getSnapshot().status));
    const presence: number[] = [];
    ann.subscribe(() => presence.push(ann.getSnapshot().present.length));
    let said = 0;
    while (given < 2) {
      ann.send({ text: `text ${said}` });
      await sees(bob, `text ${said}`);
      said += 1;
    }
    const before = client.getSnapshot();
    // What was said until now came over the first connection, or over both.
    for (const text of ["in between", "and after"]) {
      bob.send({ text });
      await sees(ann, text);
      await sees(bob, text);
    }
    expect(client.getSnapshot().user).toBe(before.user);
    expect(new Set(states)).toEqual(new Set(["live", "online"]));
    expect(new Set(presence)).toEqual(new Set([1]));
    expect(bob.getSnapshot().messages.map(({ seq }) => seq)).toEqual(
      bob.getSnapshot().messages.map((_, index) => index + 1),
    );
  });

  test("that cannot be renewed is tried until it ends, and then has to be done again", async () => {
    let isGone = false;
    const client = clientWith({
      token: async () => {
        if (isGone) throw new Error("signed out there");
        isGone = true;
        return server.token("bob", "2s");
      },
    });
    const bob = await live(client.ticket(ticketRef));
    await until(client, ({ connection }) => connection === "closed");
    expect(client.getSnapshot()).toMatchObject({ reason: "token_expired" });
    expect(bob.getSnapshot().status).toBe("offline");
    isGone = false;
    client.reconnect();
    await until(bob, ({ status }) => status === "live");
  });

  test("ends when whoever gives tokens says that nobody is signed in", async () => {
    const client = clientWith({ token: () => null });
    await until(client, ({ connection }) => connection === "closed");
    expect(client.getSnapshot()).toMatchObject({ reason: "unauthenticated" });
  });
});

test("a client that is closed says nothing more and holds nothing", async () => {
  const client = await clientOf("bob");
  const bob = await live(client.ticket(ticketRef));
  client.close();
  expect(client.getSnapshot()).toMatchObject({ connection: "closed" });
  expect(bob.getSnapshot().status).toBe("idle");
  const ann = await onTicket("ann");
  await until(ann, ({ present }) => present.length === 0);
});
