import { FakeClock } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Gateway, PEOPLE } from "./gateway.js";
import { ConnectRefused, SocketClient } from "./socket-client.js";
import { TestServer } from "./test-server.js";

const clock = new FakeClock(Date.now());
let gateway: Gateway;
beforeAll(async () => {
  gateway = new Gateway(await TestServer.start({ clock, timers: clock }));
});
afterAll(() => gateway.close());

async function refusal(options: Parameters<typeof SocketClient.connect>[1]): Promise<unknown> {
  const outcome = await SocketClient.connect(gateway.server.url, options).catch(
    (failure: unknown) => failure,
  );
  if (outcome instanceof ConnectRefused) return outcome.data;
  if (outcome instanceof SocketClient) outcome.close();
  throw new Error(`expected a refusal, got ${String(outcome)}`);
}

describe("signing in", () => {
  const places = {
    "auth.token": (token: string) => ({ auth: { token } }),
    "auth.token with its scheme": (token: string) => ({ auth: { token: `Bearer ${token}` } }),
    "the Authorization header": (token: string) => ({ extraHeaders: { authorization: `Bearer ${token}` } }),
    "the Authorization header while polling": (token: string) => ({
      transports: ["polling"],
      extraHeaders: { authorization: `Bearer ${token}` },
    }),
    "the query": (token: string) => ({ query: { token } }),
    "polling that may upgrade": (token: string) => ({
      auth: { token },
      transports: ["polling", "websocket"],
    }),
  };

  it.each(Object.entries(places))("works by %s", async (_name, place) => {
    const client = await SocketClient.connect(gateway.server.url, place(await gateway.token("ann")));
    expect(await client.next("connected")).toEqual({ userId: "u-ann", message: "Connected as Ann Lee" });
    client.close();
  });

  it.each([
    [{ sub: "s" }, "s"],
    [{ id: "i" }, "i"],
    [{ userId: 42 }, "42"],
    [{ _id: "m" }, "m"],
  ])("knows somebody by %o", async (claims, userId) => {
    const token = await gateway.server.token({ name: "Somebody", ...claims });
    const client = await SocketClient.connect(gateway.server.url, { auth: { token } });
    expect(await client.next("connected")).toMatchObject({ userId });
    client.close();
  });

  it("is refused without a token, with a stable code", async () => {
    // Who says nothing of a dialect and brings no token speaks one in which one signs in later.
    const dialect = "ticket-gateway";
    for (const auth of [{ dialect }, { dialect, token: "" }, { dialect, token: { not: "text" } }])
      expect(await refusal({ auth })).toMatchObject({ code: "unauthenticated", retryable: false });
    expect(await refusal({ query: { dialect } })).toMatchObject({ code: "unauthenticated" });
  });

  it("is refused with a token nobody signed, with a stable code", async () => {
    const token = await gateway.token("ann");
    const [header, payload] = token.split(".");
    const other = Buffer.from('{"sub":"u-ada","role":"ADMIN"}').toString("base64url");
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
    for (const bad of ["nonsense", `${header}.${other}.${token.split(".")[2]}`, `${none}.${payload}.`]) {
      expect(await refusal({ auth: { token: bad } }), bad).toMatchObject({ code: "unauthenticated" });
    }
  });

  it("is refused with a token that has ended, with a stable code", async () => {
    const exp = Math.floor(clock.now() / 1000) - 60;
    const token = await gateway.server.token({ ...PEOPLE.ann, exp }, "-1m");
    expect(await refusal({ auth: { token } })).toMatchObject({ code: "token_expired" });
  });
});

describe("a token that ends while its owner is connected", () => {
  it("[S7] ends the connection with a reason, and with it everything the token gave", async () => {
    const ticketId = await gateway.openTicket("t-ending");
    const bob = await gateway.connect("bob", "1m");
    await bob.ask("join_ticket", { ticketId });
    // Tokens are signed by the real clock.
    await clock.advance(Date.now() - clock.now() + 66_000);
    expect(await bob.next("error")).toMatchObject({
      type: "TOKEN_EXPIRED",
      code: "token_expired",
      message: expect.any(String),
      next: "sign_in",
    });
    await bob.next("disconnect");
    expect(bob.socket.connected).toBe(false);
  });
});
