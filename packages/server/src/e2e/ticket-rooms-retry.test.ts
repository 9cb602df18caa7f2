import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RoomAck, type RoomSaid, Rooms, textsOf } from "./rooms.js";
import type { SocketClient } from "./socket-client.js";

const KEYS = ["temp_id", "tempId", "clientId", "client_message_id", "id"] as const;

let rooms: Rooms;
beforeAll(async () => {
  rooms = await Rooms.start();
});
afterAll(() => rooms.close());

/** A client that knows no callbacks: it takes any error for its own, and any message for its success. */
function sendWithRetry(client: SocketClient, sent: object, retries: number): Promise<"sent" | "failed"> {
  return new Promise((resolve) => {
    const attempt = (left: number): void => {
      const failed = (): void => {
        client.socket.off("new_message", arrived);
        if (left === 0) resolve("failed");
        else attempt(left - 1);
      };
      const arrived = (): void => {
        client.socket.off("send_message_error", failed);
        resolve("sent");
      };
      client.socket.once("send_message_error", failed);
      client.socket.once("new_message", arrived);
      client.socket.emit("send_message", sent);
    };
    attempt(retries);
  });
}

describe("[S2] a message sent again", () => {
  it.each(KEYS)("under the same %s is the same message, heard once", async (name) => {
    const ticketId = await rooms.openTicket();
    const [bob, ada] = [await rooms.join("bob", ticketId), await rooms.join("ada", ticketId)];
    const payload = { ticketId, message: "only once", [name]: "k-1" };
    const first = await bob.ask<RoomAck>("send_message", payload);
    expect(first).toMatchObject({
      success: true,
      duplicate: false,
      [name]: "k-1",
      data: { clientId: "k-1" },
    });
    expect(await bob.ask("send_message", payload)).toEqual({ ...first, duplicate: true });
    await Promise.all([bob.caughtUp(), ada.caughtUp()]);
    for (const client of [bob, ada]) expect(client.heard("new_message")).toHaveLength(1);
    expect(textsOf(await rooms.history(ticketId))).toEqual(["only once"]);
  });

  it("without a key is another message", async () => {
    const ticketId = await rooms.openTicket();
    const bob = await rooms.signIn("bob");
    await bob.ask("send_message", { ticketId, message: "twice" });
    await bob.ask("send_message", { ticketId, message: "twice" });
    expect(textsOf(await rooms.history(ticketId))).toEqual(["twice", "twice"]);
  });

  it("with another text under the same key is a conflict", async () => {
    const ticketId = await rooms.openTicket();
    const bob = await rooms.signIn("bob");
    await bob.ask("send_message", { ticketId, message: "one", id: 1 });
    expect(await bob.ask("send_message", { ticketId, message: "another", id: 1 })).toMatchObject({
      success: false,
      code: "conflict",
      retryable: false,
    });
    expect(await bob.next("send_message_error")).toMatchObject({ code: "conflict" });
  });

  it("under the key of somebody else is a message of one's own", async () => {
    const ticketId = await rooms.openTicket();
    const [bob, ada] = [await rooms.signIn("bob"), await rooms.signIn("ada")];
    await bob.ask("send_message", { ticketId, message: "Bob's", id: 1 });
    await ada.ask("send_message", { ticketId, message: "Ada's", id: 1 });
    expect(textsOf(await rooms.history(ticketId))).toEqual(["Bob's", "Ada's"]);
  });

  it("with its file again is the same message, with one file", async () => {
    const ticketId = await rooms.openTicket();
    const bob = await rooms.signIn("bob");
    const attachments = [{ name: "note.txt", type: "text/plain", data: "aGVsbG8=" }];
    const payload = { ticketId, message: "look", attachments, id: "with-file" };
    const first = await bob.ask<RoomAck>("send_message", payload);
    const again = await bob.ask<RoomAck>("send_message", payload);
    expect(again).toMatchObject({ success: true, duplicate: true });
    expect(again.data.attachments.map(({ _id }) => _id)).toEqual(
      first.data.attachments.map(({ _id }) => _id),
    );
    const other = { ...payload, attachments: [{ ...attachments[0], data: "d29ybGQ=" }] };
    expect(await bob.ask("send_message", other)).toMatchObject({ success: false, code: "conflict" });
  });
});

describe("[S2] a client that sends again whenever it hears an error", () => {
  it("hears its own message and is done; an error about something else makes it no second message", async () => {
    const ticketId = await rooms.openTicket();
    const [bob, ada] = [await rooms.join("bob", ticketId), await rooms.join("ada", ticketId)];
    const wanted = sendWithRetry(bob, { ticketId, message: "please", id: Date.now() }, 3);
    bob.socket.emit("send_message", { ticketId, message: "" });
    expect(await wanted).toBe("sent");
    await bob.caughtUp();
    expect(await sendWithRetry(bob, { ticketId, message: "", id: 2 }, 3)).toBe("failed");
    expect(bob.heard("send_message_error")).toHaveLength(5);
    await ada.caughtUp();
    expect(ada.heard<RoomSaid>("new_message").map(({ data }) => data.message)).toEqual(["please"]);
    expect(textsOf(await rooms.history(ticketId))).toEqual(["please"]);
  });

  it("[S4] loses nothing over a reconnect: it signs in, joins, sends again, and reads what it missed", async () => {
    const ticketId = await rooms.openTicket();
    const ada = await rooms.join("ada", ticketId);
    const bob = await rooms.join("bob", ticketId);
    await ada.ask("send_message", { ticketId, message: "before" });
    const last = await bob.next<RoomSaid>("new_message");
    bob.socket.emit("send_message", { ticketId, message: "in between", id: "k" });
    await ada.next("new_message");
    await ada.next("new_message");
    bob.socket.disconnect();
    await ada.ask("send_message", { ticketId, message: "meanwhile" });
    bob.socket.connect();
    bob.socket.emit("authenticate", { token: await rooms.token("bob") });
    bob.socket.emit("join_ticket", { ticketId });
    expect(await bob.ask("send_message", { ticketId, message: "in between", id: "k" })).toMatchObject({
      duplicate: true,
    });
    const missed = await bob.ask<Parameters<typeof textsOf>[0]>("get_messages", {
      ticketId,
      after: last.data._id,
    });
    expect(textsOf(missed)).toEqual(["in between", "meanwhile"]);
    await ada.ask("send_message", { ticketId, message: "after" });
    await bob.until(
      () => bob.heard<RoomSaid>("new_message").some(({ data }) => data.message === "after"),
      "what is said after the reconnect",
    );
  });
});
