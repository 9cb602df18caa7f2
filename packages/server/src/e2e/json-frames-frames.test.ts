import { FakeClock } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Frames } from "./frames.js";
import { TIME } from "./shapes.js";

const clock = new FakeClock(Date.now());
let frames: Frames;
beforeAll(async () => {
  frames = await Frames.start({ clock, timers: clock });
});
afterAll(() => frames.close());

describe("JOIN_TICKET", () => {
  it("is answered by JOINED_ROOM, with the four fields and nothing more", async () => {
    const ticketId = await frames.openTicket();
    const ann = await frames.connect("ann");
    expect(await ann.ask("JOIN_TICKET", { ticketId, userId: 202, userType: "agent" }, "JOINED_ROOM")).toEqual(
      { ticketId, userType: "agent", message: `Joined ticket ${ticketId} chat room` },
    );
    const bob = await frames.connect("bob");
    expect(await bob.ask("JOIN_TICKET", { ticketId }, "JOINED_ROOM")).toMatchObject({ userType: "customer" });
  });

  it("brings nothing that was said before, and nothing twice", async () => {
    const ticketId = await frames.openTicket();
    await frames.say("bob", ticketId, "before");
    const ann = await frames.join("ann", ticketId);
    await ann.ask("JOIN_TICKET", { ticketId }, "JOINED_ROOM");
    await frames.say("bob", ticketId, "after");
    expect(await ann.next("NEW_MESSAGE")).toMatchObject({ message: "after" });
    await ann.caughtUp();
    expect(ann.heard("NEW_MESSAGE")).toHaveLength(1);
  });
});

describe("LEAVE_TICKET", () => {
  it("is answered by LEFT_ROOM, and nothing is heard after it", async () => {
    const ticketId = await frames.openTicket();
    const ann = await frames.join("ann", ticketId);
    expect(await ann.ask("LEAVE_TICKET", { ticketId }, "LEFT_ROOM")).toEqual({
      ticketId,
      userType: "agent",
      message: `Left ticket ${ticketId} chat room`,
    });
    await frames.say("bob", ticketId, "unheard");
    await ann.caughtUp();
    expect(ann.heard("NEW_MESSAGE")).toEqual([]);
  });
});

describe("SEND_MESSAGE", () => {
  it("[S3] is heard by everybody who joined as NEW_MESSAGE, the sender included, with the documented fields", async () => {
    const ticketId = await frames.openTicket();
    const [ann, bob] = [await frames.join("ann", ticketId), await frames.join("bob", ticketId)];
    ann.send("SEND_MESSAGE", {
      ticketId,
      message: "Hello! How can I help you?",
      userType: "agent",
      agentName: "Ann Lee",
      customerName: null,
    });
    const said = {
      ticketId,
      message: "Hello! How can I help you?",
      userType: "agent",
      agentName: "Ann Lee",
      customerName: null,
      messageId: expect.any(Number),
      timestamp: TIME,
    };
    expect(await ann.next("NEW_MESSAGE")).toEqual(said);
    expect(await bob.next("NEW_MESSAGE")).toEqual(said);
    bob.send("SEND_MESSAGE", { ticketId, message: "Where is it?", customerName: "Bob Ray" });
    expect(await ann.next("NEW_MESSAGE")).toEqual({
      ...said,
      message: "Where is it?",
      userType: "customer",
      agentName: null,
      customerName: "Bob Ray",
    });
  });

  it("[S1] is stored when it is heard, under the same id", async () => {
    const ticketId = await frames.openTicket();
    const bob = await frames.join("bob", ticketId);
    const { messageId } = await bob.ask("SEND_MESSAGE", { ticketId, message: "kept" }, "NEW_MESSAGE");
    expect(await frames.rows(ticketId)).toMatchObject([{ id: messageId, message: "kept" }]);
  });

  it("says which message it answers, and what is not a plain text", async () => {
    const ticketId = await frames.openTicket();
    const ada = await frames.join("ada", ticketId);
    const first = await ada.ask("SEND_MESSAGE", { ticketId, message: "one" }, "NEW_MESSAGE");
    const answer = { ticketId, message: "two", parentMessageId: first.messageId };
    expect(await ada.ask("SEND_MESSAGE", answer, "NEW_MESSAGE")).toMatchObject({
      parentMessageId: first.messageId,
    });
    for (const messageType of ["system", "status_update"]) {
      const note = { ticketId, message: "closed at noon", messageType };
      expect(await ada.ask("SEND_MESSAGE", note, "NEW_MESSAGE")).toMatchObject({
        userType: "system",
        agentName: null,
        customerName: null,
        messageType: "system",
      });
    }
  });

  it("[S2] is said once under one key, and MESSAGE_SENT says the key back", async () => {
    const ticketId = await frames.openTicket();
    const [ann, bob] = [await frames.join("ann", ticketId), await frames.join("bob", ticketId)];
    for (const key of ["temp_id", "tempId", "clientId", "client_message_id"]) {
      const said = { ticketId, message: `by ${key}`, [key]: `k-${key}` };
      const first = await bob.ask("SEND_MESSAGE", said, "MESSAGE_SENT");
      const sent = { ticketId, messageId: expect.any(Number), [key]: `k-${key}`, timestamp: TIME };
      expect(first).toEqual({ ...sent, duplicate: false });
      expect(await bob.ask("SEND_MESSAGE", said, "MESSAGE_SENT")).toEqual({ ...first, duplicate: true });
      const other = { ...said, message: "something else" };
      expect(await bob.ask("SEND_MESSAGE", other, "ERROR")).toMatchObject({ code: "conflict" });
    }
    await ann.until(() => ann.heard("NEW_MESSAGE").length >= 4, "four messages");
    await ann.caughtUp();
    expect(ann.heard("NEW_MESSAGE").map(({ clientId }) => clientId)).toEqual([
      "k-temp_id",
      "k-tempId",
      "k-clientId",
      "k-client_message_id",
    ]);
  });

  it("[S3] a hundred messages sent in a row come in the order they were sent, each once", async () => {
    const ticketId = await frames.openTicket();
    const [ann, bob] = [await frames.join("ann", ticketId), await frames.join("bob", ticketId)];
    const texts = Array.from({ length: 100 }, (_, index) => `m${index}`);
    for (const message of texts) bob.send("SEND_MESSAGE", { ticketId, message });
    for (const reader of [ann, bob]) {
      await reader.until(() => reader.heard("NEW_MESSAGE").length === 100, "100 messages");
      expect(reader.heard("NEW_MESSAGE").map(({ message }) => message)).toEqual(texts);
    }
  });

  it("is heard as soon as what was sent before it in the same breath is done", async () => {
    const ticketId = await frames.openTicket();
    const bob = await frames.connect("bob");
    bob.send("JOIN_TICKET", { ticketId });
    bob.send("SEND_MESSAGE", { ticketId, message: "at once" });
    expect(await bob.next("NEW_MESSAGE")).toMatchObject({ message: "at once" });
  });
});

describe("TYPING and STOP_TYPING", () => {
  it("are heard by the others as USER_TYPING and USER_STOPPED_TYPING, with the documented fields", async () => {
    const ticketId = await frames.openTicket();
    const [ann, bob] = [await frames.join("ann", ticketId), await frames.join("bob", ticketId)];
    ann.send("TYPING", { ticketId, userType: "agent", agentName: "Ann Lee" });
    expect(await bob.next("USER_TYPING")).toEqual({ ticketId, userType: "agent", agentName: "Ann Lee" });
    ann.send("STOP_TYPING", { ticketId, userType: "agent" });
    expect(await bob.next("USER_STOPPED_TYPING")).toEqual({ ticketId, userType: "agent" });
    bob.send("TYPING", { ticketId });
    expect(await ann.next("USER_TYPING")).toEqual({
      ticketId,
      userType: "customer",
      agentName: null,
      customerName: "Bob Ray",
    });
    bob.send("STOP_TYPING", { ticketId });
    expect(await ann.next("USER_STOPPED_TYPING")).toEqual({ ticketId, userType: "customer" });
    await bob.caughtUp();
    expect(bob.heard("USER_TYPING")).toHaveLength(1);
    expect(ann.heard("USER_TYPING")).toHaveLength(1);
  });

  it("end by themselves after 10 s, and when their author sends or drops", async () => {
    const ticketId = await frames.openTicket();
    const [ann, bob] = [await frames.join("ann", ticketId), await frames.join("bob", ticketId)];
    ann.send("TYPING", { ticketId });
    await bob.next("USER_TYPING");
    await clock.advance(9_900);
    await bob.caughtUp();
    expect(bob.heard("USER_STOPPED_TYPING")).toEqual([]);
    await clock.advance(200);
    await bob.next("USER_STOPPED_TYPING");
    ann.send("TYPING", { ticketId });
    await bob.next("USER_TYPING");
    ann.send("SEND_MESSAGE", { ticketId, message: "done" });
    await bob.next("USER_STOPPED_TYPING");
    ann.send("TYPING", { ticketId });
    await bob.next("USER_TYPING");
    ann.close();
    await bob.next("USER_STOPPED_TYPING");
  });
});

it("PING is answered by PONG with the time", async () => {
  const bob = await frames.connect("bob");
  expect(await bob.ask("PING", {}, "PONG")).toEqual({ timestamp: TIME });
});
