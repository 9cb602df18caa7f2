import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RawSocket } from "./raw-socket.js";
import { TestServer } from "./test-server.js";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Each takes 250 bytes where it is kept. */
const NAMES = 10_000;
const IN_FLIGHT = 1000;
const ALLOWED_BYTES = 1024 * 1024;

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.close());

/** How many names have been sent, by whomever. */
let sent = 0;

/** Sends events that nobody has ever sent before, and waits until each has been answered. */
async function sendNewNames(client: RawSocket, prefix: string): Promise<void> {
  for (const end = sent + NAMES; sent < end; ) {
    const last = sent + IN_FLIGHT;
    while (sent < last) client.send(`42${prefix}${++sent}["new_${"x".repeat(40)}_${sent}",{}]`);
    await client.until((frame) => frame.startsWith(`43${prefix}${last}[`));
    client.heard.length = 0;
  }
}

function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** What a connection begins with that is known to speak a dialect. */
const OPENINGS: readonly (readonly [
  dialect: string,
  prefix: string,
  (token: string) => readonly string[],
])[] = [
  ["native", "/v1,", (token) => [`40/v1,{"token":"${token}"}`]],
  ["project-chats", "/chat,", (token) => [`40/chat,{"token":"${token}"}`]],
  ["support-sessions", "", (token) => [`40{"token":"${token}"}`, '42["join_session",{"session_id":"x"}]']],
  ["ticket-gateway", "", (token) => [`40{"token":"${token}"}`, '42["join_ticket",{"ticketId":"x"}]']],
  ["ticket-rooms", "", (token) => ["40", `42["authenticate",{"token":"${token}"}]`]],
];

test.each(OPENINGS)(
  "[S9] events of ever new names leave nothing behind in %s",
  async (_, prefix, opening) => {
    const client = await RawSocket.open(server.url);
    const [connect = "", ...events] = opening(
      await server.token({ sub: "u-ann", name: "Ann", role: "agent" }),
    );
    client.send(connect);
    await client.until((frame) => frame.startsWith("40"));
    for (const event of events) client.send(event);
    await sendNewNames(client, prefix);
    const before = heapUsed();
    await sendNewNames(client, prefix);
    expect(heapUsed() - before).toBeLessThan(ALLOWED_BYTES);
    client.socket.terminate();
  },
);
