import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type Socket } from "node:net";
import { FakeClock } from "@ticketwire/testkit";
import { generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type Closed, FrameClient, HandshakeRefused } from "../../e2e/frame-client.js";
import { errorOf, Frames } from "../../e2e/frames.js";
import { SocketClient } from "../../e2e/socket-client.js";

const MIB = 1024 * 1024;
const clock = new FakeClock(Date.now());
let frames: Frames;
beforeAll(async () => {
  frames = await Frames.start({ clock, timers: clock, env: { CORS_ORIGINS: "https://shop.example" } });
});
afterAll(() => frames.close());

async function refusal(options: Parameters<typeof FrameClient.open>[1]): Promise<HandshakeRefused> {
  const outcome = await FrameClient.open(frames.server.url, options).catch((failure: unknown) => failure);
  if (outcome instanceof HandshakeRefused) return outcome;
  throw new Error(`expected a refusal, got ${String(outcome)}`);
}

/** A WebSocket by hand, to do what no well-behaved client does: no answers to pings, frames in crumbs. */
async function byHand(path = "/ws"): Promise<Socket> {
  const { hostname, port } = new URL(frames.server.url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {});
  const key = Buffer.from("0123456789abcdef").toString("base64");
  const lines = [
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Key: ${key}`,
    "Sec-WebSocket-Version: 13",
  ];
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n${lines.join("\r\n")}\r\n\r\n`);
  await once(socket, "data");
  return socket;
}

/** The head of a masked frame of a client; masked with zeros, so that what follows is as it is. */
function head(opcode: number, isLast: boolean, length: number): Buffer {
  const first = (isLast ? 0x80 : 0) | opcode;
  if (length <= 125) return Buffer.from([first, 0x80 | length, 0, 0, 0, 0]);
  const bytes = Buffer.alloc(14);
  bytes[0] = first;
  bytes[1] = 0x80 | 127;
  bytes.writeBigUInt64BE(BigInt(length), 2);
  return bytes;
}

/** A server that waits for the keys to check foreign tokens with until they are answered. */
async function withSlowKeys(asked: (answer: () => void) => void): Promise<Frames> {
  const keys = createServer((_request, response) => asked(() => response.end('{"keys":[]}')));
  keys.listen(0, "127.0.0.1");
  await once(keys, "listening");
  const { port } = keys.address() as { port: number };
  const slow = await Frames.start({ env: { JWT_JWKS_URL: `http://127.0.0.1:${port}/keys` } });
  onTestFinished(async () => {
    await slow.close();
    keys.close();
  });
  return slow;
}

/** A token that only somebody else's keys can tell good or bad. */
async function foreignToken(): Promise<string> {
  const { privateKey } = await generateKeyPair("ES256");
  return new SignJWT({ sub: "201" }).setProtectedHeader({ alg: "ES256", kid: "x" }).sign(privateKey);
}

describe("a handshake", () => {
  it("on a path nobody serves is answered 404, at once", async () => {
    const { status, body } = await refusal({ path: "/elsewhere?token=x" });
    expect([status, body]).toEqual([
      404,
      { success: false, message: "no WebSocket at /elsewhere", code: "not_found" },
    ]);
  });

  it("from a page of another origin is answered 403, and from one that is allowed let in", async () => {
    const { status, body } = await refusal({ headers: { origin: "https://evil.example" } });
    expect([status, body]).toEqual([
      403,
      { success: false, message: "origin not allowed", code: "forbidden" },
    ]);
    for (const origin of ["https://shop.example", frames.server.url])
      await frames.open({ headers: { origin } });
  });

  it("leaves Socket.IO's own to Socket.IO, on the same port", async () => {
    const ticketId = await frames.openTicket({ creator: "201" });
    const token = await frames.token("bob");
    const client = await SocketClient.connect(frames.server.url, { auth: { token } });
    await client.ask("join_ticket", { ticketId: String(ticketId) });
    const bob = await frames.join("bob", ticketId);
    bob.send("SEND_MESSAGE", { ticketId, message: "over there" });
    expect(await client.next("new_message")).toMatchObject({ message: { message: "over there" } });
    client.close();
  });

  it("that takes its time is not cut off by Socket.IO, which ends those it does not know after a second", async () => {
    const slow = await withSlowKeys((answer) => void setTimeout(answer, 1200));
    const client = await slow.open({ path: `/ws?token=${await foreignToken()}` });
    expect(await client.next<Closed>("closed")).toMatchObject({ code: 4401 });
  });

  it("without compression, whatever is asked for", async () => {
    const client = await frames.open({ perMessageDeflate: true });
    expect(client.socket.extensions).toBe("");
  });
});

describe("a peer that answers no ping", () => {
  it("is gone within 60 s, and one that answers stays", async () => {
    const ticketId = await frames.openTicket();
    const bob = await frames.join("bob", ticketId);
    const silent = await byHand(`/ws?token=${await frames.token("ann")}`);
    const gone = once(silent, "close");
    let pings = 0;
    bob.socket.on("ping", () => {
      pings += 1;
    });
    const from = clock.now();
    for (let round = 1; round <= 4; round++) {
      // A round goes on only when its pings have been answered.
      await clock.advance(15_000);
      await bob.caughtUp();
    }
    await gone;
    expect(clock.now() - from).toBeLessThanOrEqual(60_000);
    expect(pings).toBe(2);
    await clock.advance(60_000 * 5);
    expect(bob.heard("closed")).toEqual([]);
  });
});

describe("a connection nobody signs in on", () => {
  it("is told so after 60 s, and closed with 4401", async () => {
    const [client, other] = [await frames.open(), await frames.open()];
    await clock.advance(59_000);
    await other.ask("AUTHENTICATE", { token: await frames.token("bob") }, "AUTHENTICATED");
    expect(client.heard("closed")).toEqual([]);
    await clock.advance(1_500);
    expect(await client.next<Closed>("closed")).toEqual({ code: 4401, reason: "unauthenticated" });
    expect(client.heard("ERROR")).toEqual([
      expect.objectContaining({ code: "unauthenticated", next: "sign_in" }),
    ]);
    await other.caughtUp();
  });

  it("[S9] is cut off when it asks and asks and reads no answer", async () => {
    const socket = await byHand();
    socket.pause();
    const frame = Buffer.concat([head(1, true, 2), Buffer.from("{}")]);
    const many = Buffer.concat(Array.from({ length: 5000 }, () => frame));
    // What the two systems' buffers hold comes first, and is not the server's to hold.
    for (let round = 0; round < 1000 && !socket.destroyed; round++) {
      await new Promise((resolve) => socket.write(many, resolve));
    }
    expect(socket.destroyed).toBe(true);
  });
});

describe("a connection that signs in again", () => {
  it("is held no more than 32 MiB for until that is done, and is answered all of it then", async () => {
    let answer = (): void => {};
    const slow = await withSlowKeys((give) => {
      answer = give;
    });
    const client = await slow.connect("bob");
    client.send("AUTHENTICATE", { token: await foreignToken() });
    const pad = "x".repeat(4 * MIB - 1000);
    for (let frame = 1; frame <= 9; frame++) client.send("PING", { pad });
    expect(await client.next("ERROR")).toEqual(errorOf("rate_limited", "PING"));
    expect(client.heard("PONG")).toEqual([]);
    answer();
    expect(await client.next("ERROR")).toEqual(errorOf("unauthenticated", "AUTHENTICATE"));
    await client.until(() => client.heard("PONG").length === 8, "an answer to each that was held");
  });
});

describe("frames that are too large", () => {
  it("[S9] end a connection nobody has signed in on past 64 KiB, with 1009", async () => {
    const client = await frames.open();
    const room = 64 * 1024 - JSON.stringify({ type: "PING", pad: "" }).length;
    expect(await client.ask("PING", { pad: "x".repeat(room) }, "ERROR")).toEqual(
      errorOf("unauthenticated", "PING"),
    );
    client.send("PING", { pad: "x".repeat(room + 1) });
    expect(await client.next<Closed>("closed")).toMatchObject({ code: 1009 });
  });

  it("[S9] in crumbs end it as well, long before 64 KiB", async () => {
    for (const frame of [
      // Many fragments of a byte each.
      Buffer.concat([
        head(1, false, 1),
        Buffer.from("x"),
        ...Array.from({ length: 200 }, () => Buffer.concat([head(0, false, 1), Buffer.from("x")])),
      ]),
      // A length no connection may announce.
      head(1, true, 2 ** 40),
    ]) {
      const socket = await byHand();
      const gone = once(socket, "close");
      socket.resume().write(frame);
      await gone;
    }
  });

  it("are answered in the dialect's words once somebody has signed in", async () => {
    const client = await frames.connect("bob");
    const said = { ticketId: 1, message: "x".repeat(200_000) };
    expect(await client.ask("SEND_MESSAGE", said, "ERROR")).toMatchObject({ refused: "SEND_MESSAGE" });
    await client.caughtUp();
  });

  it("text that is no UTF-8 ends the connection with 1007", async () => {
    const client = await frames.connect("bob");
    const socket = client.socket as unknown as { _socket: Socket };
    socket._socket.write(Buffer.concat([head(1, true, 2), Buffer.from([0xff, 0xfe])]));
    expect(await client.next<Closed>("closed")).toMatchObject({ code: 1007 });
  });
});
