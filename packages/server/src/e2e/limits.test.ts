import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RawSocket } from "./raw-socket.js";
import { SocketClient } from "./socket-client.js";
import { TestServer } from "./test-server.js";

let server: TestServer;

beforeAll(async () => {
  server = await TestServer.start();
  await server.putTicket("t-1", { creator: "u-bob", assignee: "u-ann" });
});
afterAll(() => server.close());

const agent = (): Promise<string> => server.token({ sub: "u-ann", name: "Ann", role: "agent" });

describe("before sign-in", () => {
  test("[S9] a frame of more than 64 KiB ends the connection, and nobody else's", async () => {
    const other = await SocketClient.connect(`${server.url}/v1`, { auth: { token: await agent() } });
    const stranger = await RawSocket.open(server.url);
    stranger.send(`40/v1,${JSON.stringify({ token: "x".repeat(70_000) })}`);
    expect(await stranger.closed).toBe(1009);
    expect(await other.ask("join", { ticket: "t-1" })).toMatchObject({ ok: true });
    other.close();
  });

  test("[S9] the same holds for long-polling", async () => {
    const opened = await (await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`)).text();
    const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
    const answer = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`, {
      method: "POST",
      body: `40/v1,${"x".repeat(70_000)}`,
    });
    expect(answer.status).toBe(413);
  });

  test("[S9] a body is not read for somebody without a token", async () => {
    const answer = await fetch(`${server.url}/v1/tickets/t-1/messages`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "x".repeat(900_000),
    });
    expect(answer.status).toBe(401);
  });
});

describe("where nobody has to sign in", () => {
  test("[S9] no more than 64 KiB of a body is read", async () => {
    const answer = await fetch(`${server.url}/nowhere`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify("x".repeat(70_000)),
    });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ success: false, code: "too_large" });
  });
});

describe("after sign-in", () => {
  test("the limit is raised, over polling and after an upgrade too", async () => {
    const text = "x".repeat(100_000);
    for (const transports of [["websocket"], ["polling"], ["polling", "websocket"]]) {
      const client = await SocketClient.connect(`${server.url}/v1`, {
        auth: { token: await agent() },
        transports,
      });
      const { engine } = client.socket.io;
      if (transports.length === 2 && engine.transport.name === "polling") {
        await new Promise((resolve) => engine.once("upgrade", resolve));
      }
      const reply = await client.ask("post", { ticket: "t-1", clientId: "c-1", text });
      expect(reply, transports.join("+")).toMatchObject({ ok: false, error: { code: "invalid" } });
      client.close();
    }
  });

  test("[S8] a connection that never reads is closed; others hear everything", async () => {
    const reader = await SocketClient.connect(`${server.url}/v1`, { auth: { token: await agent() } });
    await reader.ask("join", { ticket: "t-1" });
    const stuck = await RawSocket.open(server.url);
    await stuck.signIn("/v1", await agent());
    stuck.send('42/v1,0["join",{"ticket":"t-1"}]');
    await stuck.until((frame) => frame.startsWith("43/v1,0"));
    stuck.socket.pause();
    const ann = await server.engine.signIn({
      user: { ref: "u-ann" },
      issuedAt: null,
      expiresAt: null,
      tokenId: null,
    });
    const connectionsNow = (): number => server.engine.connections.of(ann.user.id).size;
    expect(connectionsNow()).toBe(2);

    const text = "x".repeat(10_000);
    let sent = 0;
    while (connectionsNow() === 2 && sent < 2000) {
      await reader.ask("post", { ticket: "t-1", clientId: `c-${sent++}`, text });
    }
    expect(connectionsNow()).toBe(1);
    await reader.until(() => reader.heard("event").length === sent, "every message");
    stuck.socket.resume();
    await stuck.closed;
    expect(stuck.heard.some((frame) => frame.includes("slow_reader"))).toBe(true);
    reader.close();
  });
});

describe("before sign-in", () => {
  test("[S9] who asks and asks and reads none of the answers is cut off", async () => {
    const stuck = await RawSocket.open(server.url);
    stuck.send("40");
    await stuck.until((frame) => frame.startsWith("40"));
    let isOpen = true;
    void stuck.closed.then(() => {
      isOpen = false;
    });
    stuck.socket.pause();
    const asking = '42["send_message",{"ticketId":"t-1"}]';
    while (isOpen) {
      for (let n = 0; n < 500; n++) stuck.send(asking);
      await new Promise(setImmediate);
      // A paused reader does not notice by itself that the other end is gone.
      if (stuck.socket.bufferedAmount > 4 * 1024 * 1024) stuck.socket.resume();
    }
    const other = await RawSocket.open(server.url);
    other.send("40");
    await other.until((frame) => frame.startsWith("40"));
    other.send(asking);
    expect(await other.until((frame) => frame.startsWith("42"))).toContain("User not authenticated");
    other.socket.terminate();
  });
});

describe("origins", () => {
  test("a page of another origin may not connect, unless the operator allows it", async () => {
    await expect(RawSocket.open(server.url, { origin: "https://evil.example" })).rejects.toThrow("400");
    (await RawSocket.open(server.url, { origin: server.url })).socket.terminate();
    const open = await TestServer.start({ env: { CORS_ORIGINS: "https://app.example" } });
    (await RawSocket.open(open.url, { origin: "https://app.example" })).socket.terminate();
    await expect(RawSocket.open(open.url, { origin: "https://evil.example" })).rejects.toThrow("400");
    await open.close();
  });
});
