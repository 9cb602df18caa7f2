import { afterAll, beforeAll, expect, it } from "vitest";
import { createLogger } from "../log/index.js";
import { Chats } from "./chats.js";
import { ConnectRefused } from "./socket-client.js";
import { TestServer } from "./test-server.js";

const LEVELS: Readonly<Record<number, string>> = { 20: "debug", 30: "info", 40: "warn", 50: "error" };

type Written = Readonly<Record<string, unknown>>;

const written: string[] = [];
let chats: Chats;
beforeAll(async () => {
  const log = createLogger({ level: "debug" }, { write: (line) => void written.push(line) });
  chats = new Chats(await TestServer.start({ log }));
});
afterAll(() => chats.close());

/** What the operator has been told of live connections and refusals, in order. */
function told(): readonly Written[] {
  const lines = written.map((line) => JSON.parse(line) as Written & { readonly level: number });
  const deeds = lines.filter(({ dialect, event }) => dialect !== undefined || event !== undefined);
  return deeds.map(({ level, time: _time, ...rest }) => ({ ...rest, level: LEVELS[level] }));
}

it("tells who comes, joins, speaks, leaves and goes, and who tried what they may not; not what was said", async () => {
  const chatId = await chats.open();
  const bob = await chats.join("bob", chatId);
  const ann = await chats.join("ann", chatId);
  const eve = await chats.connect("eve");
  const sockets = [bob, ann, eve].map(({ socket }) => socket.id);
  await bob.ask("sendMessage", { chatId, content: "between us alone" });
  await bob.ask("typing", { chatId, isTyping: true });
  await bob.ask("leaveChat", { chatId });
  await eve.ask("joinChat", { chatId });
  await chats.request("eve", "GET", `/chat-messages?chatId=${chatId}`);
  await expect(chats.connectWith("nonsense")).rejects.toThrow(ConnectRefused);
  bob.close();
  await ann.next("userLeft");
  await chats.server.close();

  const of = (index: number, user: string) => ({
    dialect: "project-chats",
    connection: sockets[index],
    user,
  });
  const ticket = String(chatId);
  const [bobs, anns, eves] = [of(0, "101"), of(1, "102"), of(2, "105")];
  const refused = { code: "not_found", reason: `no ticket ${chatId} for this user`, msg: "not allowed" };
  expect(told().filter(({ msg }) => msg !== "disconnected")).toEqual([
    { ...bobs, level: "info", msg: "connected" },
    { ...bobs, event: "joinChat", ticket, level: "debug", msg: "joined a ticket" },
    { ...anns, level: "info", msg: "connected" },
    { ...anns, event: "joinChat", ticket, level: "debug", msg: "joined a ticket" },
    { ...eves, level: "info", msg: "connected" },
    { ...bobs, event: "sendMessage", ticket, level: "debug", msg: "said something" },
    { ...bobs, event: "leaveChat", ticket, level: "debug", msg: "left a ticket" },
    { ...eves, event: "joinChat", level: "warn", ...refused },
    { event: "GET /chat-messages", user: "105", level: "warn", ...refused },
    {
      dialect: "project-chats",
      address: expect.stringContaining("127.0.0.1"),
      code: "unauthenticated",
      reason: expect.stringMatching(/./),
      level: "warn",
      msg: "not allowed",
    },
  ]);
  const gone = told().filter(({ msg }) => msg === "disconnected");
  expect(new Set(gone.map(({ connection }) => connection))).toEqual(new Set(sockets));
  expect(gone).toHaveLength(3);
  for (const line of gone) expect(line).toMatchObject({ level: "info", dialect: "project-chats" });

  for (const secret of ["between us alone", "nonsense", await chats.token("bob")]) {
    expect(written.join("")).not.toContain(secret);
  }
});
