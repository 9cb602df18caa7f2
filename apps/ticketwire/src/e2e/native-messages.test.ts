import { type Client, createClient, type TicketHandle } from "@ticketwire/client";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { ChatServer, type Name } from "./chat-server.js";
import { until } from "./until.js";

const REF = "t-1";

let server: ChatServer;
const clients: Client[] = [];

beforeAll(async () => {
  server = await ChatServer.start();
  await server.putUser("u-ann", { name: "Ann Lee", role: "agent" });
  await server.putTicket(REF, { customer: "u-bob", assignee: "u-ann" });
});

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

afterAll(async () => {
  await server?.close();
});

async function onTicket(who: Name): Promise<TicketHandle> {
  const client = createClient({ server: server.url, token: await server.token(who) });
  clients.push(client);
  const ticket = client.ticket(REF);
  ticket.open();
  await until(ticket, ({ status }) => status === "live");
  return ticket;
}

/** Says something, and gives the id that it is stored under. */
async function said(ticket: TicketHandle, text: string): Promise<string> {
  const clientId = ticket.send({ text });
  const isIt = (message: { readonly clientId: string | null }) => message.clientId === clientId;
  await until(ticket, ({ messages }) => messages.find(isIt)?.delivery === "sent");
  return ticket.getSnapshot().messages.find(isIt)?.id ?? "";
}

const messageOf = (ticket: TicketHandle, id: string) =>
  ticket.getSnapshot().messages.find((message) => message.id === id);

test("a message is put in other words, answered with an emoji, replied to and taken back, and all see it", async () => {
  const [ann, bob] = [await onTicket("ann"), await onTicket("bob")];
  const id = await said(bob, "Room 13");
  await bob.edit(id, "Room 14");
  await until(ann, () => messageOf(ann, id)?.text === "Room 14" && messageOf(ann, id)?.editedAt !== null);
  await ann.react(id, "👍");
  await until(bob, () => messageOf(bob, id)?.reactions[0]?.by[0]?.ref === "u-ann");
  await ann.react(id, "👍", false);
  await until(bob, () => messageOf(bob, id)?.reactions.length === 0);
  const original = messageOf(ann, id);
  if (!original) throw new Error("the message is not there");
  ann.send({ text: "Coming", replyTo: original });
  await until(bob, ({ messages }) => messages.at(-1)?.replyTo?.id === id);
  await bob.remove(id);
  await until(ann, ({ messages }) => messages.at(-1)?.replyTo?.isDeleted === true);
  expect(messageOf(ann, id)).toMatchObject({ text: "", deletedAt: expect.any(String) });
  expect((await ann.read(id)).text).toBe("");
  await expect(ann.edit(id, "Back")).rejects.toMatchObject({ name: "RequestError", retryable: false });
});

test("[S11] of several messages those are read that one has named, and everybody sees which", async () => {
  const [ann, bob] = [await onTicket("ann"), await onTicket("bob")];
  const ids = [await said(bob, "One"), await said(bob, "Two"), await said(bob, "Three")];
  const [one, , three] = ids;
  if (one === undefined || three === undefined) throw new Error("three messages were said");
  await until(ann, ({ unread }) => unread === 3);
  await Promise.all([ann.markRead([three]), ann.markRead([one])]);
  await until(ann, ({ unread }) => unread === 1);
  const readers = (id: string) => messageOf(bob, id)?.readBy.map(({ person }) => person.ref);
  await until(bob, () => readers(one)?.length === 1);
  expect(ids.map(readers)).toEqual([["u-ann"], [], ["u-ann"]]);
  await ann.markRead();
  await until(ann, ({ unread }) => unread === 0);
});

test("messages are found by what they say, newest first and page by page", async () => {
  const bob = await onTicket("bob");
  const ids: string[] = [];
  for (const number of [1, 2, 3]) ids.push(await said(bob, `Parcel ${number}`));
  await said(bob, "Something else");
  const ann = await onTicket("ann");
  const first = await ann.search("parcel", { limit: 2 });
  expect(first.messages.map(({ id }) => id)).toEqual(ids.slice(1).reverse());
  expect(first.hasOlder).toBe(true);
  const before = first.messages.at(-1)?.id ?? "";
  const rest = await ann.search("parcel", { before });
  expect(rest.messages.map(({ id }) => id)).toEqual(ids.slice(0, 1));
  expect(rest.hasOlder).toBe(false);
});
