import { FakeClock } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RoomAck, type RoomSaid, Rooms, textsOf } from "./rooms.js";
import { TIME } from "./shapes.js";

const clock = new FakeClock(Date.now());
let rooms: Rooms;
beforeAll(async () => {
  rooms = await Rooms.start({ clock, timers: clock });
});
afterAll(() => rooms.close());

/** Two people on a ticket of their own. */
async function pair() {
  const ticketId = await rooms.openTicket();
  return { ticketId, bob: await rooms.join("bob", ticketId), ada: await rooms.join("ada", ticketId) };
}

describe("join_ticket and leave_ticket", () => {
  it("are answered with the ticket, to listeners and callbacks", async () => {
    const ticketId = await rooms.openTicket();
    const bob = await rooms.signIn("bob");
    const joined = { ticketId, message: `Joined ticket ${ticketId}` };
    expect(await bob.ask("join_ticket", { ticketId })).toEqual({ success: true, ...joined });
    expect(await bob.next("joined_ticket")).toEqual(joined);
    const left = { ticketId, message: `Left ticket ${ticketId}` };
    expect(await bob.ask("leave_ticket", { ticketId })).toEqual({ success: true, ...left });
    expect(await bob.next("left_ticket")).toEqual(left);
    expect(await bob.ask("leave_ticket", { ticketId })).toEqual({ success: true, ...left });
  });

  it("decide what is heard: nothing before, nothing after, each message once however often one joins", async () => {
    const { ticketId, bob, ada } = await pair();
    const late = await rooms.signIn("bob");
    await ada.ask("send_message", { ticketId, message: "one" });
    await late.ask("join_ticket", { ticketId });
    await late.ask("join_ticket", { ticketId });
    await ada.ask("send_message", { ticketId, message: "two" });
    await bob.ask("leave_ticket", { ticketId });
    await ada.ask("send_message", { ticketId, message: "three" });
    await Promise.all([late.caughtUp(), bob.caughtUp()]);
    const texts = (said: readonly RoomSaid[]) => said.map(({ data }) => data.message);
    expect(texts(late.heard<RoomSaid>("new_message"))).toEqual(["two", "three"]);
    expect(texts(bob.heard<RoomSaid>("new_message"))).toEqual(["one", "two"]);
  });

  it("are for each ticket by itself", async () => {
    const { ticketId, bob, ada } = await pair();
    const other = await rooms.openTicket();
    await bob.ask("join_ticket", { ticketId: other });
    await ada.ask("send_message", { ticketId: other, message: "on the other" });
    await ada.ask("send_message", { ticketId, message: "on the first" });
    await bob.caughtUp();
    expect(bob.heard<RoomSaid>("new_message").map((said) => [said.ticketId, said.data.message])).toEqual([
      [other, "on the other"],
      [ticketId, "on the first"],
    ]);
    expect(ada.heard("new_message")).toHaveLength(1);
  });
});

describe("send_message", () => {
  it("[S1][S3] is heard by everybody in the room, the sender too, with every field", async () => {
    const { ticketId, bob, ada } = await pair();
    const ack = await bob.ask<RoomAck>("send_message", { ticketId, message: "Hello, a text!" });
    const data = {
      _id: expect.stringMatching(/./),
      ticketId,
      sender: { _id: "u-bob", name: "Bob Ray", email: "bob@example.com", company: "" },
      senderModel: "Client",
      message: "Hello, a text!",
      attachments: [],
      clientId: null,
      createdAt: TIME,
      updatedAt: TIME,
      editedAt: null,
    };
    expect(ack).toEqual({ success: true, ticketId, data, duplicate: false });
    const heard = { ticketId, data: ack.data };
    expect(await bob.next("new_message")).toEqual(heard);
    expect(await ada.next("new_message")).toEqual(heard);
    expect((await rooms.history(ticketId)).messages).toMatchObject([{ _id: ack.data._id }]);
  });

  it("tells clients and super admins apart", async () => {
    const { ticketId, bob, ada } = await pair();
    await ada.ask("send_message", { ticketId, message: "Good morning" });
    expect(await bob.next("new_message")).toMatchObject({
      data: { senderModel: "SuperAdmin", sender: { _id: "u-ada", name: "Ada May" } },
    });
  });

  it("keeps text as it is: newlines, markup, and all that is no control character", async () => {
    const { ticketId, bob, ada } = await pair();
    const message = "<img src=x onerror=alert(1)>\n\tand “quotes” 👋🏽 \u0000\u0007end";
    await bob.ask("send_message", { ticketId, message });
    expect(await ada.next("new_message")).toMatchObject({
      data: { message: "<img src=x onerror=alert(1)>\n\tand “quotes” 👋🏽 end" },
    });
  });

  it("takes 10 000 characters", async () => {
    const { ticketId, bob } = await pair();
    const message = "👋".repeat(10_000);
    expect(await bob.ask("send_message", { ticketId, message })).toMatchObject({ data: { message } });
  });

  it("works without having joined, unheard by the sender", async () => {
    const { ticketId, ada } = await pair();
    const bob = await rooms.signIn("bob");
    expect(await bob.ask("send_message", { ticketId, message: "from outside" })).toMatchObject({
      success: true,
    });
    expect(await ada.next("new_message")).toMatchObject({ data: { message: "from outside" } });
    expect(bob.heard("new_message")).toEqual([]);
  });

  it("takes fields that say truly who sends, and fields nobody knows", async () => {
    const { ticketId, bob } = await pair();
    const payload = { ticketId, message: "me", senderId: "u-bob", userType: "Client", colour: "blue" };
    expect(await bob.ask("send_message", payload)).toMatchObject({ success: true });
  });
});

describe("typing", () => {
  it("is told to the others and stopped by its author", async () => {
    const { ticketId, bob, ada } = await pair();
    expect(await bob.ask("typing_start", { ticketId })).toEqual({ success: true, ticketId });
    const who = { userId: "u-bob", userName: "Bob Ray", ticketId, timestamp: TIME };
    expect(await ada.next("user_typing")).toEqual(who);
    expect(await bob.ask("typing_stop", { ticketId })).toEqual({ success: true, ticketId });
    expect(await ada.next("user_stopped_typing")).toEqual(who);
    await bob.caughtUp();
    expect(bob.heard("user_typing")).toEqual([]);
  });

  it("ends by itself 10 s after the last sign of it", async () => {
    const { ticketId, bob, ada } = await pair();
    await bob.ask("typing_start", { ticketId });
    await clock.advance(6000);
    await bob.ask("typing_start", { ticketId });
    await clock.advance(6000);
    await ada.caughtUp();
    expect(ada.heard("user_stopped_typing")).toEqual([]);
    await clock.advance(4000);
    expect(await ada.next("user_stopped_typing")).toMatchObject({ userName: "Bob Ray", ticketId });
  });

  it.each(["sends", "leaves", "drops"])("ends when its author %s", async (how) => {
    const { ticketId, bob, ada } = await pair();
    await bob.ask("typing_start", { ticketId });
    if (how === "sends") await bob.ask("send_message", { ticketId, message: "done" });
    else if (how === "leaves") await bob.ask("leave_ticket", { ticketId });
    else bob.close();
    expect(await ada.next("user_stopped_typing")).toMatchObject({ userName: "Bob Ray", ticketId });
  });
});

describe("beside other clients", () => {
  it("talks with those of the neighbouring dialect, each in its own shape", async () => {
    const { ticketId, bob } = await pair();
    const ann = await rooms.gateway.join("ann", ticketId);
    const { message } = await ann.ask<{ message: { id: string } }>("send_message", {
      ticketId,
      message: "From the desk",
    });
    expect(await bob.next("new_message")).toMatchObject({
      data: {
        _id: message.id,
        message: "From the desk",
        senderModel: "SuperAdmin",
        sender: { _id: "u-ann" },
      },
    });
    const { data } = await bob.ask<RoomAck>("send_message", { ticketId, message: "Thank you" });
    await ann.next("new_message");
    expect(await ann.next("new_message")).toMatchObject({
      message: { id: data._id, message: "Thank you", senderId: "u-bob" },
    });
    await ann.ask("typing_start", { ticketId });
    expect(await bob.next("user_typing")).toMatchObject({ userName: "Ann Lee" });
  });

  it("hears what comes in by the older REST form", async () => {
    const { ticketId, bob } = await pair();
    const path = `/api/tickets/${ticketId}/chat`;
    const answer = await rooms.gateway.request("bob", "POST", path, { message: "Hello" });
    expect(answer).toMatchObject({ status: 201, body: { success: true } });
    expect(await bob.next("new_message")).toMatchObject({
      ticketId,
      data: { message: "Hello", senderModel: "Client" },
    });
    expect(textsOf(await rooms.history(ticketId))).toEqual(["Hello"]);
  });
});

describe("permission", () => {
  it("[S7] is live: who owns the ticket no longer hears why, and nothing after", async () => {
    const { ticketId, bob, ada } = await pair();
    await rooms.server.putTicket(ticketId, { customer: "u-eve" });
    expect(await bob.next("left_ticket")).toEqual({
      ticketId,
      message: "Access denied to this ticket",
      reason: "access_revoked",
    });
    expect(await bob.next("join_ticket_error")).toMatchObject({
      message: "Access denied to this ticket",
      code: "forbidden",
      ticketId,
    });
    await ada.ask("send_message", { ticketId, message: "Hello Eve" });
    await bob.caughtUp();
    expect(bob.heard("new_message")).toEqual([]);
    expect(await bob.ask("send_message", { ticketId, message: "let me in" })).toMatchObject({
      success: false,
      message: "Access denied to this ticket",
    });
  });
});
