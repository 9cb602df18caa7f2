import { type Client, createClient } from "@ticketwire/client";
import { createDesk, type Desk } from "@ticketwire/client/desk";
import { FlakyProxy } from "@ticketwire/testkit";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { ChatServer, type Name } from "./chat-server.js";
import { until } from "./until.js";

let server: ChatServer;
let proxy: FlakyProxy;
let tickets = 0;
let ref: string;
const clients: Client[] = [];

beforeAll(async () => {
  server = await ChatServer.start();
  proxy = await FlakyProxy.start(() => server.url);
});

beforeEach(async () => {
  tickets += 1;
  ref = `t-desk-${tickets}`;
  await server.putUser("u-ann", { name: "Ann Lee", role: "agent" });
  await server.putTicket(ref, { customer: "u-bob", assignee: "u-ann", status: "open", subject: "Late" });
});

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  proxy.isDown = false;
});

afterAll(async () => {
  await proxy.close();
  await server.close();
});

async function clientOf(who: Name, url = server.url): Promise<Client> {
  const client = createClient({ server: url, token: await server.token(who) }, { random: () => 0 });
  clients.push(client);
  return client;
}

async function deskOf(who: Name, url = server.url): Promise<Desk> {
  const desk = createDesk(await clientOf(who, url));
  desk.open();
  await until(desk, ({ status }) => status === "live");
  return desk;
}

const own = ({ getSnapshot }: Desk) => getSnapshot().mine.find((ticket) => ticket.ref === ref);
const queued = ({ getSnapshot }: Desk) => getSnapshot().queue.map((ticket) => ticket.ref);

test("[S16] shows what is new on tickets nobody has joined, and what has been read", async () => {
  const ann = await deskOf("ann");
  expect(own(ann)).toMatchObject({ unread: 0, lastMessage: null, waitingSince: null });
  const bob = (await clientOf("bob")).ticket(ref);
  bob.send({ text: "Where is it?" });
  bob.send({ text: "Hello?" });
  await until(ann, () => own(ann)?.unread === 2 && own(ann)?.lastMessage?.text === "Hello?");
  expect(own(ann)?.waitingSince).not.toBeNull();
  const handle = (await clientOf("ann")).ticket(ref);
  handle.open();
  await until(handle, ({ messages }) => messages.length === 2);
  await handle.markRead();
  await until(ann, () => own(ann)?.unread === 0);
  handle.send({ text: "On its way." });
  await until(ann, () => own(ann)?.waitingSince === null && own(ann)?.lastMessage?.text === "On its way.");
  expect(own(ann)?.unread).toBe(0);
});

test("[S16] is right again after the connection was away", async () => {
  const ann = await deskOf("ann", proxy.url);
  proxy.isDown = true;
  proxy.cut();
  await until(ann, ({ status }) => status === "offline");
  const bob = (await clientOf("bob")).ticket(ref);
  bob.send({ text: "while away" });
  proxy.isDown = false;
  await until(ann, () => own(ann)?.lastMessage?.text === "while away" && own(ann)?.unread === 1);
  bob.send({ text: "and after" });
  await until(ann, () => own(ann)?.unread === 2);
});

test("[S12] takes who waits out of the queue, hands back, resolves", async () => {
  const ann = await deskOf("ann");
  const bob = await clientOf("bob");
  const { ref: started } = await bob.startTicket({ subject: "No heating", key: "form-1" });
  expect((await bob.startTicket({ subject: "No heating", key: "form-1" })).ref).toBe(started);
  await until(ann, () => queued(ann).includes(started));
  const work = ann.ticket(started);
  expect(await work.accept()).toMatchObject({
    people: { assignee: { ref: "u-ann" } },
    session: { status: "active" },
  });
  await until(ann, ({ mine }) => !queued(ann).includes(started) && mine.some((one) => one.ref === started));
  await work.handBack();
  await until(ann, ({ mine }) => queued(ann).includes(started) && !mine.some((one) => one.ref === started));
  expect(await work.resolve()).toMatchObject({ status: "resolved", session: { status: "resolved" } });
  await work.assign(null);
  await work.setPriority("high");
  expect(await work.close()).toMatchObject({
    status: "closed",
    priority: "high",
    session: { status: "closed" },
  });
  await until(
    ann,
    ({ mine, all }) => !mine.some((one) => one.ref === started) && all.some((one) => one.ref === started),
  );
});

test("looks for messages, tickets, people and texts to answer with", async () => {
  const ann = await deskOf("ann");
  const bob = (await clientOf("bob")).ticket(ref);
  bob.send({ text: "a wombat" });
  await until(ann, () => own(ann)?.unread === 1);
  const { requests } = ann;
  expect((await requests.search("WOMBAT")).messages).toMatchObject([
    { subject: "Late", message: { text: "a wombat" } },
  ]);
  expect((await requests.tickets({ q: ref })).tickets).toMatchObject([{ ref }]);
  expect((await requests.tickets({ status: ["open", "closed"], refs: [ref] })).tickets).toMatchObject([
    { ref },
  ]);
  const number = own(ann)?.number ?? 0;
  expect(await requests.ticketByNumber(number)).toMatchObject({ ref });
  expect(await (await clientOf("bob")).tickets({ number })).toMatchObject([
    { ref, lastMessage: { text: "a wombat" } },
  ]);
  expect(await requests.ticketByNumber(number + 100_000)).toBeNull();
  expect(await requests.people({ q: "lee" })).toMatchObject([{ ref: "u-ann" }]);
  const reply = { id: "c-1", shortcut: "hi", title: "Hello", text: "Hello!", shared: false };
  expect(await requests.cannedReplies.put(reply)).toMatchObject(reply);
  expect(await requests.cannedReplies.list()).toMatchObject([reply]);
  await requests.cannedReplies.remove("c-1");
  expect(await requests.cannedReplies.list()).toEqual([]);
});

test("says of a recording how long and how loud it is", async () => {
  const bob = (await clientOf("bob")).ticket(ref);
  const header = "RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0";
  const wav = new Blob([Buffer.concat([Buffer.from(header, "latin1"), Buffer.alloc(40)])]);
  const recording = { durationMs: 1500, levels: [0, 200] };
  const file = await bob.upload(wav, "voice.wav", { recording });
  expect(file).toMatchObject({ type: "audio/wav", ...recording });
});

test("is refused to customers, and says so", async () => {
  const desk = createDesk(await clientOf("bob"));
  desk.open();
  await until(desk, ({ status, error }) => status === "refused" && error?.code === "forbidden");
});
