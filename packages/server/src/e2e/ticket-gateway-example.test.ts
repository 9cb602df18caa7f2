import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Gateway } from "./gateway.js";
import { TestServer } from "./test-server.js";

const EXAMPLE = fileURLToPath(new URL("../../../../examples/ticket-gateway-chat.mjs", import.meta.url));
const run = promisify(execFile);

let gateway: Gateway;
beforeAll(async () => {
  gateway = new Gateway(await TestServer.start());
});
afterAll(() => gateway.close());

function example(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  return run(process.execPath, [EXAMPLE, "--server", gateway.server.url, ...args]);
}

it("[S1] the example chats, is refused on a foreign ticket, and reads its history back after a restart", async () => {
  const ticketId = await gateway.openTicket("ticket-id-123");
  const people = [
    "--customer-token",
    await gateway.token("bob"),
    "--agent-token",
    await gateway.token("ann"),
    "--stranger-token",
    await gateway.token("eve"),
  ];
  const chat = await example("--ticket", ticketId, ...people);
  for (const line of [
    "customer is u-bob: Connected as Bob Ray",
    "customer joined ticket-id-123, which has 0 messages",
    "agent    is seen by the customer: u-ann joined",
    "agent    sees: Bob Ray is typing...",
    "customer hears: Bob Ray: Hello, where is my parcel?",
    "agent    hears: Bob Ray: Hello, where is my parcel?",
    "customer hears: Ann Lee: It left our warehouse this morning.",
    "agent    hears: Ann Lee: It left our warehouse this morning.",
    "stranger is refused: ACCESS_DENIED: no ticket ticket-id-123 for this user",
    "customer sees: u-ann left",
    "customer joined ticket-id-123, which has 2 messages",
  ]) {
    expect(chat.stdout).toContain(`${line}\n`);
  }
  expect(chat.stderr).toBe("");

  await gateway.server.restart();
  const history = await example("--ticket", ticketId, ...people.slice(0, 2), "--phase", "history");
  expect(history.stdout).toMatch(
    /Bob Ray: Hello, where is my parcel\?\n.*Ann Lee: It left our warehouse this morning\.\n$/,
  );
});

it("the example says what went wrong, and fails", async () => {
  const customer = ["--customer-token", await gateway.token("bob")];
  const fails = async (...args: string[]): Promise<unknown> =>
    example(...args).then(
      () => "it did not fail",
      ({ stderr, code }) => `${code}: ${stderr}`,
    );
  const nonsense = ["--ticket", "t", "--customer-token", "nonsense", "--agent-token", "nonsense"];
  expect(await fails(...nonsense)).toMatch(/^1: customer can't sign in: /);
  expect(await fails("--ticket", "t", "--phase", "dance", ...customer)).toBe(
    "1: --phase is dance, expected chat or history\n",
  );
  expect(await fails(...customer)).toBe("1: --ticket is missing\n");
  await gateway.openTicket("t-silent");
  expect(await fails("--ticket", "t-silent", "--phase", "history", ...customer)).toBe(
    "1: the history lacks what was said\n",
  );
});
