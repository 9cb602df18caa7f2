import { setTimeout as pause } from "node:timers/promises";
import { createClient, type TicketHandle } from "@ticketwire/client";
import { io } from "socket.io-client";
import { afterEach, describe, expect, test } from "vitest";
import { until } from "../until.js";
import type { BalancerKind } from "./balancer.js";
import { Deployment } from "./deployment.js";

const KINDS: readonly BalancerKind[] = ["nginx", "haproxy"];
const TICKET = "t-1";

/** A drain may take so long. */
const DRAIN_MS = 30_000;

/** How long a writer rests between two messages. */
const EVERY_MS = 50;

/** How long it waits before it says again what has not been stored. */
const RETRY_MS = 200;

/** What everybody goes on doing until told to stop: says something, and says it again until it has been stored. */
interface Writer {
  /** What has been said, each stored by now. */
  stop(): Promise<readonly string[]>;
}

const opened: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

function keep<T extends { close(): unknown }>(one: T): T {
  opened.push(one);
  return one;
}

describe.each(KINDS)("behind %s", (kind) => {
  test("[S2] [S3] [S4] [S10] both nodes are replaced under load: nothing is lost, and everybody moves", async () => {
    const deployment = await Deployment.start(kind, { RATE_LIMITS: "off" });
    keep({ close: () => deployment.stop() });
    const host = { ref: "host", role: "service" };
    const ticket = { creator: "u-bob", customer: "u-bob", assignee: "u-ann" };
    await deployment.request("PUT", `/v1/tickets/${TICKET}`, host, ticket);

    const handles = await Promise.all(
      ["u-ann", "u-bob", "u-ann", "u-bob"].map((ref) => nativeClient(deployment, ref)),
    );
    const writers = [
      ...handles.slice(0, 2).map(nativeWriter),
      gatewayWriter(deployment, await deployment.token("u-bob", "customer"), ["websocket"]),
      gatewayWriter(deployment, await deployment.token("u-ann", "agent"), ["polling"]),
      restWriter(deployment),
    ];

    for (const index of [0, 1] as const) {
      const stopping = deployment.stopNode(index);
      expect(await firstWordOf(`${deployment.nodeUrl(index)}/readyz`)).toEqual({ status: "draining" });
      const { code, tookMs } = await stopping;
      expect(code).toBe(0);
      expect(tookMs).toBeLessThan(DRAIN_MS);
      await deployment.startNode(index);
      await deployment.balancer.reaches(index);
    }

    const said = (await Promise.all(writers.map((writer) => writer.stop()))).flat();
    const log = await readLog(deployment);
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
    expect(log.map(({ text }) => text).sort()).toEqual([...said].sort());
    for (const handle of handles) {
      await until(handle, ({ messages }) => messages.at(-1)?.seq === log.length);
      while (handle.getSnapshot().hasOlder) await handle.loadOlder();
      expect(handle.getSnapshot().messages.map(({ id }) => id)).toEqual(log.map(({ id }) => id));
    }
  }, 120_000);
});

async function nativeClient(deployment: Deployment, ref: string): Promise<TicketHandle> {
  const role = ref === "u-bob" ? "customer" : "agent";
  const options = {
    server: deployment.url,
    token: await deployment.token(ref, role),
    socketOptions: { transports: ["websocket"] },
  };
  const handle = keep(createClient(options)).ticket(TICKET);
  handle.open();
  await until(handle, ({ status }) => status === "live");
  return handle;
}

/** Says something new whenever the last thing is stored, in the way `say` has of making sure of it. */
function writer(name: string, say: (text: string) => Promise<void>): Writer {
  const said: string[] = [];
  let isStopping = false;
  const run = async (): Promise<readonly string[]> => {
    while (!isStopping) {
      const text = `${name} ${said.length}`;
      await say(text);
      said.push(text);
      await pause(EVERY_MS);
    }
    return said;
  };
  const stopped = run();
  return {
    stop: () => {
      isStopping = true;
      return stopped;
    },
  };
}

let names = 0;

/** Sends as the client library does: it sees to the rest. */
function nativeWriter(handle: TicketHandle): Writer {
  names += 1;
  return writer(`native ${names}`, async (text) => {
    handle.send({ text });
    await until(handle, ({ messages }) =>
      messages.some((message) => message.text === text && message.delivery === "sent"),
    );
  });
}

/** Sends as somebody would who has read the guide: again under the same key, until there is an answer. */
function gatewayWriter(deployment: Deployment, token: string, transports: string[]): Writer {
  names += 1;
  const socket = io(deployment.url, { auth: { token }, transports, forceNew: true });
  keep(socket);
  return writer(`${transports} ${names}`, async (text) => {
    for (;;) {
      if (!socket.connected) await new Promise<void>((resolve) => void socket.once("connect", resolve));
      const lost = new Promise<undefined>(
        (resolve) => void socket.once("disconnect", () => resolve(undefined)),
      );
      const payload = { ticketId: TICKET, message: text, temp_id: text };
      const reply = await Promise.race([lost, socket.emitWithAck("send_message", payload)]);
      if (reply?.success) return;
      await pause(RETRY_MS);
    }
  });
}

/** Sends by plain requests: again under the same key, until one is answered as it should. */
function restWriter(deployment: Deployment): Writer {
  const by = { ref: "u-bob", role: "customer" };
  return writer("REST", async (text) => {
    for (;;) {
      const path = `/v1/tickets/${TICKET}/messages`;
      const answer = await deployment
        .request("POST", path, by, { text, clientId: text })
        .catch(() => undefined);
      if (answer?.ok) return;
      await pause(RETRY_MS);
    }
  });
}

/** The first answer there that is not 200. */
async function firstWordOf(url: string): Promise<unknown> {
  for (;;) {
    const answer = await fetch(url);
    if (answer.status !== 200) return answer.json();
  }
}

interface Logged {
  readonly id: string;
  readonly seq: number;
  readonly text: string;
}

async function readLog(deployment: Deployment): Promise<readonly Logged[]> {
  const log: Logged[] = [];
  for (;;) {
    const cursor = log[0] === undefined ? "" : `&before=${log[0].id}`;
    const path = `/v1/tickets/${TICKET}/messages?limit=200${cursor}`;
    const answer = await deployment.request("GET", path, { ref: "u-ann", role: "agent" });
    const page = (await answer.json()) as { readonly messages: Logged[]; readonly hasOlder: boolean };
    log.unshift(...page.messages);
    if (!page.hasOlder) return log;
  }
}
