import { once } from "node:events";
import { Agent, createServer, get, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { FakeClock } from "@ticketwire/testkit";
import { expect, onTestFinished, test } from "vitest";
import { SocketClient } from "./socket-client.js";
import { TestServer } from "./test-server.js";

const WAIT_S = 5;

/** A balancer that keeps its one connection open for as long as it may. */
class Balancer {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(private readonly url: string) {
    onTestFinished(() => this.#agent.destroy());
  }

  async ask(
    path: string,
  ): Promise<{ readonly status: number; readonly body: string; readonly isLast: boolean }> {
    const [answer] = (await once(get(this.url + path, { agent: this.#agent }), "response")) as [
      IncomingMessage,
    ];
    const isLast = answer.headers.connection === "close";
    return { status: answer.statusCode ?? 0, body: await text(answer), isLast };
  }
}

test("[S10] it says that it drains and serves on for a while, so that a balancer finds out before it is closed", async () => {
  const clock = new FakeClock(Date.now());
  const server = await TestServer.start({
    clock,
    timers: clock,
    env: { DRAIN_WAIT_SECONDS: String(WAIT_S) },
  });
  await server.putTicket("t-1");
  const token = await server.token({ sub: "u-ann", name: "Ann", role: "agent" });
  const connect = (transport: string) =>
    SocketClient.connect(`${server.url}/v1`, { auth: { token }, transports: [transport] });
  const ann = await connect("websocket");
  const balancer = new Balancer(server.url);
  expect(await balancer.ask("/readyz")).toMatchObject({ status: 200, isLast: false });

  const closed = server.close();
  expect(await balancer.ask("/readyz")).toEqual({ status: 503, body: '{"status":"draining"}', isLast: true });
  // Whom the balancer sends here meanwhile is served like those who are here already.
  expect(await balancer.ask("/v1/tickets/t-1/messages")).toMatchObject({ status: 401, isLast: true });
  expect(await balancer.ask("/socket.io/?EIO=4&transport=polling")).toMatchObject({
    status: 200,
    isLast: true,
  });
  const late = await connect("polling");
  for (const [client, said] of [
    [ann, "a"],
    [late, "b"],
  ] as const) {
    const sent = { ticket: "t-1", clientId: said, text: said };
    expect(await client.ask("post", sent)).toMatchObject({ ok: true });
  }
  await clock.advance(WAIT_S * 1000 - 1);
  expect(ann.heard("closing")).toEqual([]);

  await clock.advance(1);
  for (const client of [ann, late])
    expect(await client.next("closing")).toMatchObject({ reason: "draining", next: "reconnect_with_jitter" });
  await closed;
  await expect(balancer.ask("/readyz")).rejects.toThrow("ECONNREFUSED");
});

test("[S10] whoever tells it to stop a second time waits for the same end", async () => {
  const clock = new FakeClock(Date.now());
  const env = { DRAIN_WAIT_SECONDS: String(WAIT_S) };
  const server = await TestServer.start({ clock, timers: clock, env });
  onTestFinished(() => server.close());
  const balancer = new Balancer(server.url);
  const over: string[] = [];
  const closing = ["first", "second"].map((which) => server.stop().then(() => void over.push(which)));
  expect(await balancer.ask("/readyz")).toMatchObject({ status: 503 });
  expect(over).toEqual([]);
  await clock.advance(WAIT_S * 1000);
  await Promise.all(closing);
  await expect(balancer.ask("/readyz")).rejects.toThrow("ECONNREFUSED");
});

test("[S10] a request that was let in is answered, not cut off", async () => {
  // Whoever asks for these keys waits until the test lets go.
  const keys = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void keys.close());
  await once(keys, "listening");
  const { port } = keys.address() as AddressInfo;
  const server = await TestServer.start({ env: { JWT_JWKS_URL: `http://127.0.0.1:${port}/keys` } });
  const token = await server.token({ sub: "u-ann", name: "Ann", role: "agent" });
  const ann = await SocketClient.connect(`${server.url}/v1`, { auth: { token } });

  const foreign = `${Buffer.from('{"alg":"RS256","kid":"k"}').toString("base64url")}.e30.AAAA`;
  const asked = once(keys, "request") as Promise<[IncomingMessage, ServerResponse]>;
  const answer = fetch(`${server.url}/v1/tickets/t-1/messages`, {
    headers: { authorization: `Bearer ${foreign}` },
  });
  const [, held] = await asked;
  const closed = server.close();
  await ann.next("disconnect");
  held.setHeader("content-type", "application/json").end('{"keys":[]}');
  expect((await answer).status).toBe(401);
  await closed;
});

test("[S10] while it waits for somebody who polled once and is gone, everybody else is served", async () => {
  const server = await TestServer.start();
  await server.putTicket("t-1");
  const token = await server.token({ sub: "u-ann", name: "Ann", role: "agent" });
  const ann = await SocketClient.connect(`${server.url}/v1`, { auth: { token } });
  const polling = `${server.url}/socket.io/?EIO=4&transport=polling`;
  const { sid } = JSON.parse((await (await fetch(polling)).text()).slice(1)) as { readonly sid: string };
  await fetch(`${polling}&sid=${sid}`, { method: "POST", body: `40/v1,${JSON.stringify({ token })}` });
  expect(await (await fetch(`${polling}&sid=${sid}`)).text()).toContain("40/v1,");

  const closed = server.close();
  expect(await ann.ask("post", { ticket: "t-1", clientId: "c-1", text: "still here" })).toMatchObject({
    ok: true,
  });
  expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
  expect(await ann.next("closing")).toMatchObject({ reason: "draining" });
  await closed;
});
