import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Chats } from "./chats.js";
import { TestServer } from "./test-server.js";

const ROLES = ["ADMIN", "AGENT", "CUSTOMER", "EMPLOYEE", "VENDOR", "OPS", "ACCOUNTS"] as const;
const RELATIONS = ["customer", "creator", "assignee", "listed", "vendor", "verifier", "none"] as const;
const PARTICIPANTS: readonly string[] = ["customer", "creator", "assignee", "listed"];

let chats: Chats;
let lastUser = 1000;
beforeAll(async () => {
  chats = new Chats(await TestServer.start());
});
afterAll(() => chats.close());

/** What somebody with this token gets for each thing there is to do on a chat and the message on it. */
async function outcomes(
  token: string,
  chatId: number,
  messageId: number,
): Promise<Readonly<Record<string, unknown>>> {
  const client = await chats.connectWith(token);
  const results: Record<string, unknown> = {};
  for (const event of ["joinChat", "typing", "sendMessage", "markAsRead", "leaveChat"]) {
    results[event] = await client.ask(event, { chatId, messageId, content: "hello", isTyping: true });
  }
  const requests: Readonly<Record<string, readonly [string, string, unknown]>> = {
    "GET page": ["GET", `/chat-messages?chatId=${chatId}`, undefined],
    "GET one": ["GET", `/chat-messages/${messageId}`, undefined],
    POST: ["POST", "/chat-messages", { chatId, content: "hello" }],
  };
  for (const [name, [method, path, body]] of Object.entries(requests)) {
    const { status, body: answer } = await chats.server.request(token, method, path, body);
    results[name] = { status, ...answer };
  }
  const frames = client.frames.filter(({ event }) => event !== "newMessage");
  client.close();
  return { ...results, frames };
}

const MATRIX = ROLES.flatMap((role) => RELATIONS.map((relation) => [role, relation] as const));

describe("[S7] who may do what", () => {
  it.each(MATRIX)("%s as %s", async (role, relation) => {
    lastUser += 1;
    const who = String(lastUser);
    const over =
      relation === "none" ? {} : relation === "listed" ? { participants: [who] } : { [relation]: who };
    const chatId = await chats.open({ assignee: "102", customer: "101", participants: [], ...over });
    const { id } = await chats.say(
      await chats.connect(relation === "customer" ? "ann" : "bob"),
      chatId,
      "hello",
    );
    const token = await chats.server.token({ sub: who, name: who, role });
    const { frames, ...there } = await outcomes(token, chatId, id);
    if (PARTICIPANTS.includes(relation)) {
      for (const [name, outcome] of Object.entries(there)) {
        expect(outcome, name).toMatchObject({ success: true });
      }
      return;
    }
    const missing = await outcomes(token, 8_888_888, 9_999_999);
    const known = JSON.stringify(missing)
      .replaceAll("8888888", String(chatId))
      .replaceAll("9999999", String(id));
    expect(JSON.stringify({ ...there, frames })).toBe(known);
    for (const [name, outcome] of Object.entries(there)) {
      expect(outcome, name).toMatchObject({ success: false, code: "not_found" });
    }
  });
});

describe("a stranger", () => {
  it("hears nothing of a chat they tried to join, and changes nothing on it", async () => {
    const chatId = await chats.open();
    const bob = await chats.join("bob", chatId);
    const { id: messageId } = await chats.say(bob, chatId, "between us");
    const eve = await chats.connect("eve");
    for (const event of ["joinChat", "typing", "sendMessage", "markAsRead", "leaveChat"]) {
      const refused = await eve.ask(event, { chatId, messageId, content: "let me in", isTyping: true });
      expect(refused, event).toMatchObject({ success: false, code: "not_found" });
    }
    await chats.say(bob, chatId, "still between us");
    await Promise.all([eve.caughtUp(), bob.caughtUp()]);
    expect(new Set(eve.frames.map(({ event }) => event))).toEqual(new Set(["error"]));
    for (const event of ["userJoined", "userTyping", "messageRead", "userLeft"]) {
      expect(bob.heard(event)).toEqual([]);
    }
    expect((await chats.history(chatId)).data).toHaveLength(2);
  });
});

describe("[S7] permission is live", () => {
  it("who is taken off a chat hears so, and nothing of the chat after that", async () => {
    const chatId = await chats.open();
    const bob = await chats.join("bob", chatId);
    const cy = await chats.join("cy", chatId);
    await chats.server.putTicket(String(chatId), { participants: [] });
    expect(await cy.next("error")).toEqual({
      success: false,
      message: `you may no longer take part in chat ${chatId}`,
      code: "forbidden",
      chatId,
    });
    await chats.say(bob, chatId, "without you");
    expect(await cy.ask("joinChat", { chatId })).toMatchObject({ success: false, code: "not_found" });
    await cy.caughtUp();
    expect(cy.heard("newMessage")).toEqual([]);
  });
});
