import { FakeClock } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PEOPLE } from "./gateway.js";
import { ERROR_EVENTS, EVENTS, Rooms } from "./rooms.js";
import { SocketClient } from "./socket-client.js";

const clock = new FakeClock(Date.now());
let rooms: Rooms;
beforeAll(async () => {
  rooms = await Rooms.start({ clock, timers: clock });
});
afterAll(() => rooms.close());

const BOB = {
  success: true,
  message: "Authenticated as Bob Ray",
  user: {
    id: "u-bob",
    _id: "u-bob",
    name: "Bob Ray",
    email: "bob@example.com",
    company: "",
    type: "Client",
  },
};

describe("authenticate", () => {
  it("is answered by authenticated, with everything about who has signed in", async () => {
    const bob = await rooms.connect();
    bob.socket.emit("authenticate", { token: await rooms.token("bob") });
    expect(await bob.next("authenticated")).toEqual(BOB);
    expect(bob.frames.map(({ event }) => event)).toEqual(["authenticated"]);
  });

  it("answers a callback as well, and signs in while polling", async () => {
    const bob = await rooms.connect({ transports: ["polling"] });
    expect(await bob.ask("authenticate", { token: await rooms.token("bob") })).toEqual(BOB);
    expect(await bob.next("authenticated")).toEqual(BOB);
  });

  it("says the company of a client, and the type the token gives", async () => {
    const claims = { sub: "u-cat", name: "Cat", role: "client", company: "Acme", email: "cat@acme.test" };
    const cat = await rooms.connect();
    expect(await cat.ask("authenticate", { token: await rooms.server.token(claims) })).toMatchObject({
      user: { company: "Acme", email: "cat@acme.test", type: "Client" },
    });
    const token = await rooms.server.token({ sub: "u-sam", name: "Sam", type: "superadmin" });
    const sam = await rooms.connect();
    expect(await sam.ask("authenticate", { token })).toMatchObject({ user: { type: "superadmin" } });
    const ada = await rooms.connect();
    expect(await ada.ask("authenticate", { token: await rooms.token("ada") })).toMatchObject({
      user: { type: "SuperAdmin" },
    });
  });

  it.each([
    [undefined, "invalid"],
    [null, "invalid"],
    ["a token", "invalid"],
    [{}, "invalid"],
    [{ token: null }, "invalid"],
    [{ token: 7 }, "invalid"],
    [{ token: ["x"] }, "invalid"],
    [{ token: "" }, "unauthenticated"],
    [{ token: "nonsense" }, "unauthenticated"],
    [{ token: "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1LWFkYSJ9." }, "unauthenticated"],
  ])("is refused with %j, and can be tried again", async (payload, code) => {
    const bob = await rooms.connect();
    const refused = {
      success: false,
      message: expect.stringMatching(/token/),
      error: expect.any(String),
      code,
      event: "authenticate",
      retryable: false,
      hint: expect.stringMatching(/./),
    };
    bob.socket.emit("authenticate", ...(payload === undefined ? [] : [payload]));
    expect(await bob.next("authentication_error")).toMatchObject(refused);
    expect(await bob.ask("authenticate", { token: await rooms.token("bob") })).toEqual(BOB);
  });

  it("is refused with a token that has ended", async () => {
    const exp = Math.floor(clock.now() / 1000) - 60;
    const bob = await rooms.connect();
    bob.socket.emit("authenticate", { token: await rooms.server.token({ ...PEOPLE.bob, exp }, "-1m") });
    expect(await bob.next("authentication_error")).toMatchObject({
      code: "token_expired",
      message: expect.stringMatching(/expired/),
    });
  });

  it("a second time makes the connection somebody else's, who is on no ticket yet", async () => {
    const ticketId = await rooms.openTicket();
    const client = await rooms.join("bob", ticketId);
    client.socket.emit("authenticate", { token: await rooms.token("eve") });
    expect(await client.next("authenticated")).toMatchObject({ user: { id: "u-eve" } });
    const ada = await rooms.join("ada", ticketId);
    await ada.ask("send_message", { ticketId, message: "Bob?" });
    await client.caughtUp();
    expect(client.heard("new_message")).toEqual([]);
    expect(await client.ask("join_ticket", { ticketId })).toMatchObject({ success: false });
  });

  it("a second time with a newer token keeps the connection on its tickets", async () => {
    const ticketId = await rooms.openTicket();
    const bob = await rooms.join("bob", ticketId);
    await bob.ask("authenticate", { token: await rooms.token("bob", "2h") });
    await bob.ask("send_message", { ticketId, message: "still here" });
    expect(await bob.next("new_message")).toMatchObject({ data: { message: "still here" } });
  });
});

describe("before signing in", () => {
  it.each(EVENTS)("%s is refused in the event for it", async (event) => {
    const ticketId = await rooms.openTicket();
    const client = await rooms.connect();
    const refused = {
      success: false,
      message: "User not authenticated",
      error: "User not authenticated",
      code: "unauthenticated",
      event,
      retryable: false,
      hint: expect.stringMatching(/authenticate/),
    };
    client.socket.emit(event, { ticketId, message: "hello" });
    expect(await client.next(ERROR_EVENTS[event])).toEqual(refused);
    expect(await client.ask(event, { ticketId, message: "hello" })).toEqual(refused);
    expect(await client.ask(event)).toEqual(refused);
    expect((await rooms.history(ticketId)).messages).toEqual([]);
  });

  it("so is any other event, by its name", async () => {
    const client = await rooms.connect();
    client.socket.emit("mark_read", {});
    expect(await client.next("mark_read_error")).toMatchObject({ message: "User not authenticated" });
    client.socket.emit("what is this?", {});
    expect(await client.next("error")).toMatchObject({ message: "User not authenticated" });
  });

  it("what is sent right behind authenticate is carried out once it is done", async () => {
    const ticketId = await rooms.openTicket();
    const client = await rooms.connect();
    client.socket.emit("authenticate", { token: await rooms.token("bob") });
    client.socket.emit("join_ticket", { ticketId });
    client.socket.emit("get_messages", { ticketId });
    await Promise.all([client.next("joined_ticket"), client.next("messages_loaded")]);
    expect(client.frames[0]?.event).toBe("authenticated");
    expect(client.frames).toHaveLength(3);
  });
});

describe("a token that ends while its owner is connected", () => {
  it("[S7] ends the connection with a reason", async () => {
    const bob = await rooms.signIn("bob", "1m");
    // Tokens are signed by the real clock.
    await clock.advance(Date.now() - clock.now() + 66_000);
    expect(await bob.next("authentication_error")).toEqual({
      success: false,
      message: expect.stringMatching(/expired/),
      code: "token_expired",
      next: "sign_in",
    });
    await bob.next("disconnect");
    expect(bob.socket.connected).toBe(false);
  });
});

describe("stating the dialect outright", () => {
  it.each([
    ["in the query", (dialect: string) => ({ query: { dialect } })],
    ["in auth", (dialect: string) => ({ auth: { dialect } })],
  ])("works %s, without a token and with one", async (_where, place) => {
    const options = place("ticket-rooms");
    const late = await rooms.connect(options);
    expect(await late.ask("authenticate", { token: await rooms.token("bob") })).toEqual(BOB);
    const token = await rooms.token("bob");
    const early = await SocketClient.connect(rooms.server.url, {
      ...options,
      extraHeaders: { authorization: `Bearer ${token}` },
    });
    expect(await early.next("authenticated")).toEqual(BOB);
    early.close();
  });
});
