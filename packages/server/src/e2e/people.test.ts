import { afterAll, beforeAll, expect, it } from "vitest";
import { Chats } from "./chats.js";
import { SocketClient } from "./socket-client.js";
import { TestServer } from "./test-server.js";

let chats: Chats;
beforeAll(async () => {
  chats = new Chats(await TestServer.start());
});
afterAll(() => chats.close());

it("knows who is connected, by which sockets, and who is not any more", async () => {
  const { people } = chats.server;
  expect([people.getActiveUsersCount(), people.getUserSockets(101), people.isUserOnline(101)]).toEqual([
    0,
    [],
    false,
  ]);
  const [phone, laptop] = [await chats.connect("bob"), await chats.connect("bob")];
  const ann = await SocketClient.connect(`${chats.server.url}/v1`, {
    auth: { token: await chats.token("ann") },
  });
  expect(people.getActiveUsersCount()).toBe(2);
  expect(new Set(people.getUserSockets(101))).toEqual(new Set([phone.socket.id, laptop.socket.id]));
  expect(people.getUserSockets(102)).toEqual([ann.socket.id]);
  expect([101, 102, 103].map((userId) => people.isUserOnline(userId))).toEqual([true, true, false]);

  const chatId = await chats.open();
  await ann.ask("join", { ticket: String(chatId) });
  const hasStopped = (): number => ann.heard<Signal>("signal").filter(({ type }) => type === STOPPED).length;
  for (const [gone, client] of [phone, laptop].entries()) {
    await client.ask("typing", { chatId, isTyping: true });
    const { id = "" } = client.socket;
    client.close();
    // The server has noticed that a connection is gone once others hear that its owner types no more.
    await ann.until(() => hasStopped() > gone, "the end of typing");
    expect(people.getUserSockets(101)).not.toContain(id);
    expect(people.isUserOnline(101)).toBe(gone === 0);
  }
  expect(people.getActiveUsersCount()).toBe(1);
  ann.close();
});

const STOPPED = "typing.stopped";

/** What tests look at in a signal. */
interface Signal {
  readonly type: string;
}
