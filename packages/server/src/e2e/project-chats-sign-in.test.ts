import { FakeClock } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Chats, PEOPLE } from "./chats.js";
import { type ConnectOptions, ConnectRefused, SocketClient } from "./socket-client.js";
import { TestServer } from "./test-server.js";

const FRONTEND = "https://crm.example.com";

const clock = new FakeClock(Date.now());
let chats: Chats;
beforeAll(async () => {
  const server = await TestServer.start({ clock, timers: clock, env: { CORS_ORIGINS: FRONTEND } });
  chats = new Chats(server);
});
afterAll(() => chats.close());

async function refusal(options: ConnectOptions): Promise<unknown> {
  const outcome = await SocketClient.connect(`${chats.server.url}/chat`, options).catch(
    (failure: unknown) => failure,
  );
  if (outcome instanceof ConnectRefused) return outcome.data;
  if (outcome instanceof SocketClient) outcome.close();
  throw new Error(`expected a refusal, got ${String(outcome)}`);
}

describe("a token", () => {
  const places: Readonly<Record<string, (token: string) => ConnectOptions>> = {
    "auth.token": (token) => ({ auth: { token } }),
    "the Authorization header": (token) => ({ extraHeaders: { authorization: `Bearer ${token}` } }),
    "the query": (token) => ({ query: { token } }),
    "auth.token, by polling first": (token) => ({ auth: { token }, transports: ["polling", "websocket"] }),
    "auth.token, by WebSocket or polling": (token) => ({
      auth: { token },
      transports: ["websocket", "polling"],
    }),
  };

  it.each(Object.entries(places))("is taken from %s", async (_name, place) => {
    const client = await SocketClient.connect(`${chats.server.url}/chat`, place(await chats.token("ann")));
    expect(await client.ask("authenticate")).toMatchObject({ success: true, userId: 102 });
    client.close();
  });

  it("is taken from the query of the address itself", async () => {
    const client = await SocketClient.connect(
      `${chats.server.url}/chat?token=${await chats.token("ann")}`,
      {},
    );
    expect(await client.ask("authenticate")).toMatchObject({ success: true, userId: 102 });
    client.close();
  });

  it("that is missing, empty, forged or unsigned is a connect_error with a stable code", async () => {
    const token = await chats.token("eve");
    const [header, payload, signature] = token.split(".");
    const admin = Buffer.from('{"sub":"104","role":"ADMIN"}').toString("base64url");
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
    const tokens = [
      undefined,
      "",
      { not: "text" },
      "x",
      `${header}.${admin}.${signature}`,
      `${none}.${payload}.`,
    ];
    for (const bad of tokens) {
      const data = await refusal(bad === undefined ? {} : { auth: { token: bad } });
      expect(data, JSON.stringify(bad)).toMatchObject({
        code: "unauthenticated",
        message: expect.stringMatching(/./),
        retryable: false,
      });
    }
  });

  it("that has ended is a connect_error with another code", async () => {
    expect(await refusal({ auth: { token: await chats.token("ann", "-1m") } })).toMatchObject({
      code: "token_expired",
    });
  });

  it("[S7] that ends while its owner is connected ends the connection, with a reason", async () => {
    const bob = await chats.connect("bob", {}, "1m");
    // Tokens are signed by the real clock.
    await clock.advance(Date.now() - clock.now() + 66_000);
    expect(await bob.next("error")).toEqual({
      success: false,
      message: expect.stringMatching(/./),
      code: "token_expired",
      next: "sign_in",
    });
    await bob.next("disconnect");
  });
});

describe("authenticate", () => {
  it("is answered with who one is and what the socket is called, and nothing is heard besides", async () => {
    const bob = await chats.connect("bob");
    expect(await bob.ask("authenticate")).toEqual({
      success: true,
      message: "Authenticated successfully",
      userId: 101,
      socketId: bob.socket.id,
      user: {
        id: 101,
        name: "Bob Ray",
        email: "bob@example.com",
        role: "customer",
        type: "employee",
        department: null,
        permissions: [],
      },
    });
    expect(bob.frames).toEqual([]);
  });

  it.each([
    [
      { sub: 201, type: "employee", department: "Sales", permissions: ["chat:read", "chat:write"] },
      { role: "employee", type: "employee", department: "Sales", permissions: ["chat:read", "chat:write"] },
    ],
    [
      { userId: 202, type: "admin" },
      { role: "admin", type: "admin", department: null, permissions: [] },
    ],
    [
      { id: 203, role: "SuperAdmin" },
      { role: "admin", type: "admin" },
    ],
    [
      { sub: "204", role: "AGENT", type: "employee" },
      { role: "agent", type: "employee" },
    ],
  ])("tells what the token %j says of the user", async (claims, user) => {
    const id = Number(Object.values(claims)[0]);
    const client = await chats.connectWith(await chats.server.token({ name: "Somebody", ...claims }));
    expect(await client.ask("authenticate")).toMatchObject({ userId: id, user: { id, ...user } });
  });

  it("works without a callback, with null, and with one's own id; with another's it is refused", async () => {
    const bob = await chats.connect("bob");
    bob.socket.emit("authenticate");
    expect(await bob.ask("authenticate", null)).toMatchObject({ success: true });
    expect(await bob.ask("authenticate", { userId: 101 })).toMatchObject({ success: true });
    expect(await bob.ask("authenticate", { userId: 104 })).toMatchObject({
      success: false,
      code: "forbidden",
      field: "userId",
    });
    expect(bob.heard("error")).toHaveLength(1);
  });
});

describe("ping", () => {
  it("is answered with the server's time", async () => {
    const bob = await chats.connect("bob");
    for (const payload of [[], [null], [{}], ["hello"]]) {
      expect(await bob.ask("ping", ...payload)).toEqual({ pong: clock.now() });
    }
  });
});

describe("origins", () => {
  const from = (origin: string, transport: string): ConnectOptions => ({
    transports: [transport],
    extraHeaders: { origin },
  });

  it.each(["websocket", "polling"])("that are allowed may connect by %s", async (transport) => {
    const client = await chats.connect("bob", from(FRONTEND, transport));
    expect(await client.ask("ping")).toHaveProperty("pong");
  });

  it.each(["websocket", "polling"])("that are not may not, by %s, good token or not", async (transport) => {
    const auth = { token: await chats.server.token(PEOPLE.bob) };
    expect(await refusal({ ...from("https://evil.example.com", transport), auth })).toBeUndefined();
  });
});
