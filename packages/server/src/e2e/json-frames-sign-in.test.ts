import { FakeClock } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Closed, FrameClientOptions } from "./frame-client.js";
import { errorOf, Frames, PEOPLE } from "./frames.js";

const clock = new FakeClock(Date.now());
let frames: Frames;
let ticketId: number;
beforeAll(async () => {
  frames = await Frames.start({ clock, timers: clock, env: { SESSION_COOKIE: "sid" } });
  ticketId = await frames.openTicket();
});
afterAll(() => frames.close());

describe("a token in the handshake", () => {
  const places: Readonly<Record<string, (token: string) => FrameClientOptions>> = {
    "the query of /ws": (token) => ({ path: `/ws?token=${token}` }),
    "the query of /": (token) => ({ path: `/?token=${token}` }),
    "the Authorization header": (token) => ({ headers: { authorization: `Bearer ${token}` } }),
    "the session cookie": (token) => ({ headers: { cookie: `a=b; sid=${token}` } }),
    "the subprotocol pair": (token) => ({ protocols: ["bearer", token] }),
  };

  it.each(Object.entries(places))(
    "signs in by %s, and nothing is said before it is asked for",
    async (_where, at) => {
      const client = await frames.open(at(await frames.token("ann")));
      expect(await client.ask("JOIN_TICKET", { ticketId }, "JOINED_ROOM")).toMatchObject({
        userType: "agent",
      });
      expect(client.frames).toHaveLength(1);
    },
  );

  it("as a subprotocol is answered by the name of the scheme, never by the token", async () => {
    const client = await frames.open({ protocols: ["bearer", await frames.token("ann")] });
    expect(client.socket.protocol).toBe("bearer");
    expect((await frames.open({ protocols: ["chat.v1"] })).socket.protocol).toBe("chat.v1");
  });

  it("that says more than a cookie does wins over it", async () => {
    const [ann, bob] = [await frames.token("ann"), await frames.token("bob")];
    const client = await frames.open({ protocols: ["bearer", ann], headers: { cookie: `sid=${bob}` } });
    expect(await client.ask("JOIN_TICKET", { ticketId }, "JOINED_ROOM")).toMatchObject({ userType: "agent" });
  });

  it("that nobody signed is told so in an ERROR, and the connection is closed with 4401", async () => {
    const token = await frames.token("ann");
    const [header, , signature] = token.split(".");
    const other = Buffer.from('{"sub":"204","role":"ADMIN"}').toString("base64url");
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
    for (const bad of ["nonsense", `${header}.${other}.${signature}`, `${none}.${other}.`]) {
      const client = await frames.open({ path: `/ws?token=${bad}` });
      client.send("JOIN_TICKET", { ticketId });
      expect(await client.next<Closed>("closed")).toEqual({ code: 4401, reason: "unauthenticated" });
      expect(client.heard("ERROR")).toEqual([errorOf("unauthenticated")]);
      expect(client.frames).toHaveLength(2);
    }
  });

  it("that has ended is told so, and the connection is closed with 4401", async () => {
    const exp = Math.floor(clock.now() / 1000) - 60;
    const token = await frames.server.token({ ...PEOPLE.ann, exp }, "-1m");
    const client = await frames.open({ path: `/ws?token=${token}` });
    expect(await client.next<Closed>("closed")).toEqual({ code: 4401, reason: "token_expired" });
    expect(client.heard("ERROR")).toEqual([errorOf("token_expired")]);
  });
});

describe("without a token in the handshake", () => {
  it("AUTHENTICATE is answered by AUTHENTICATED with who it is", async () => {
    const client = await frames.open();
    expect(await client.ask("AUTHENTICATE", { token: await frames.token("bob") }, "AUTHENTICATED")).toEqual({
      userId: 201,
      userName: "Bob Ray",
      role: "customer",
    });
    expect(await client.ask("JOIN_TICKET", { ticketId }, "JOINED_ROOM")).toMatchObject({ ticketId });
  });

  it("a token in JOIN_TICKET signs in and joins", async () => {
    const client = await frames.open();
    const joined = await client.ask(
      "JOIN_TICKET",
      { ticketId, token: await frames.token("bob") },
      "JOINED_ROOM",
    );
    expect(joined).toMatchObject({ ticketId, userType: "customer" });
    expect(client.frames).toHaveLength(1);
  });

  it("what is sent right behind a sign-in is done after it, in order", async () => {
    const client = await frames.open();
    client.send("AUTHENTICATE", { token: await frames.token("bob") });
    client.send("JOIN_TICKET", { ticketId });
    client.send("SEND_MESSAGE", { ticketId, message: "in one breath" });
    await client.next("NEW_MESSAGE");
    expect(client.frames.map(({ event }) => event).slice(0, 2)).toEqual(["AUTHENTICATED", "JOINED_ROOM"]);
  });

  it("[S9] every other frame is refused, and the connection stays", async () => {
    const client = await frames.open();
    for (const type of ["JOIN_TICKET", "SEND_MESSAGE", "TYPING", "PING", "NONSENSE"]) {
      client.send(type, { ticketId, message: "x" });
      expect(await client.next("ERROR")).toEqual(errorOf("unauthenticated", type));
    }
    for (const token of [undefined, null, 7, "", {}]) {
      expect(await client.ask("AUTHENTICATE", { token }, "ERROR")).toEqual(
        errorOf("invalid", "AUTHENTICATE"),
      );
    }
    const bad = await client.ask("AUTHENTICATE", { token: "nonsense" }, "ERROR");
    expect(bad).toEqual(errorOf("unauthenticated", "AUTHENTICATE"));
    expect(await client.ask("JOIN_TICKET", { ticketId, token: "nonsense" }, "ERROR")).toEqual(
      errorOf("unauthenticated", "JOIN_TICKET"),
    );
    await client.ask("AUTHENTICATE", { token: await frames.token("bob") }, "AUTHENTICATED");
  });
});

describe("signing in again", () => {
  it("without a token says who one is", async () => {
    const client = await frames.connect("ann");
    expect(
      await client.ask("AUTHENTICATE", { token: await frames.token("ann") }, "AUTHENTICATED"),
    ).toMatchObject({
      userId: 202,
    });
  });

  it("as somebody else makes the connection theirs, with nothing joined", async () => {
    const mine = await frames.openTicket();
    const client = await frames.join("ann", mine);
    const token = await frames.token("bob");
    expect(await client.ask("AUTHENTICATE", { token }, "AUTHENTICATED")).toMatchObject({ userId: 201 });
    await frames.say("ann", mine, "unheard");
    expect(await client.ask("JOIN_TICKET", { ticketId: mine }, "JOINED_ROOM")).toMatchObject({
      userType: "customer",
    });
    await frames.say("ann", mine, "heard");
    expect(await client.next("NEW_MESSAGE")).toMatchObject({ message: "heard" });
  });

  it("with a newer token outlives the first one", async () => {
    const client = await frames.connect("ann", {}, "1m");
    await client.ask("AUTHENTICATE", { token: await frames.token("ann", "1h") }, "AUTHENTICATED");
    await clock.advance(Date.now() - clock.now() + 66_000);
    await client.caughtUp();
    expect(client.heard("closed")).toEqual([]);
  });
});

describe("a token that ends while its owner is connected", () => {
  it("[S7] ends the connection with a reason and 4401", async () => {
    const client = await frames.connect("bob", {}, `${Math.ceil((clock.now() - Date.now()) / 1000) + 60}s`);
    await client.ask("JOIN_TICKET", { ticketId }, "JOINED_ROOM");
    await clock.advance(70_000);
    expect(await client.next<Closed>("closed")).toEqual({ code: 4401, reason: "token_expired" });
    expect(client.heard("ERROR")).toEqual([
      expect.objectContaining({ code: "token_expired", next: "sign_in", message: expect.any(String) }),
    ]);
  });
});
