import { type Client, createClient, type MessageView } from "@ticketwire/client";
import { FlakyProxy } from "@ticketwire/testkit";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launchBrowser } from "./browser.js";
import { ChatServer } from "./chat-server.js";
import { ClientPage } from "./client-page.js";
import { until } from "./until.js";

const COOKIE = "sid";

let server: ChatServer;
let proxy: FlakyProxy;
let browser: Browser;
let context: BrowserContext;
let tickets = 0;
let ticketRef: string;
const clients: Client[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([ChatServer.start({}, { SESSION_COOKIE: COOKIE }), launchBrowser()]);
  proxy = await FlakyProxy.start(() => server.url);
});

beforeEach(async () => {
  tickets += 1;
  ticketRef = `t-${tickets}`;
  for (const ref of [ticketRef, `${ticketRef}-b`])
    await server.putTicket(ref, { customer: "u-bob", assignee: "u-ann", participants: ["u-eve"] });
  context = await browser.newContext();
});

afterEach(async () => {
  proxy.isDown = false;
  proxy.release();
  for (const client of clients.splice(0)) client.close();
  await context.close();
});

afterAll(async () => {
  await browser?.close();
  await proxy?.close();
  await server?.close();
});

/** What is on a ticket, as the server has it. */
async function log(ref = ticketRef): Promise<readonly MessageView[]> {
  const path = `/v1/tickets/${ref}/messages?limit=200`;
  return (await server.request<{ messages: MessageView[] }>("GET", path)).messages;
}

async function ann(): Promise<Client> {
  const client = createClient({ server: server.url, token: await server.token("ann") }, { random: () => 0 });
  clients.push(client);
  return client;
}

/** Lets nothing of a page through but plain requests, until it is told to. */
async function behindProxy(page: Page): Promise<{ isBlocked: boolean }> {
  const gate = { isBlocked: true };
  await page.routeWebSocket("**/socket.io/**", (socket) => {
    if (gate.isBlocked) void socket.close();
    else socket.connectToServer();
  });
  await page.route("**/socket.io/**", (route) => (gate.isBlocked ? route.abort() : route.continue()));
  return gate;
}

describe("an outbox in a browser", { timeout: 90_000 }, () => {
  test("[S2][S3] is there after a reload, for its owner alone, and goes out once, in order", async () => {
    const page = await ClientPage.open(context, proxy.url);
    const token = await server.token("bob");
    await page.connect(token, ticketRef);
    await page.until("ticket.getSnapshot().status === 'live'");
    proxy.isDown = true;
    proxy.cut();
    await page.until("client.getSnapshot().connection === 'offline'");
    const said: string[] = await page.run(`
      const ids = ["one", "two", "three"].map((text) => ticket.send({ text }));
      return [...ids, client.ticket("${ticketRef}-b").send({ text: "elsewhere" })];
    `);
    expect(await page.state()).toMatchObject({ pending: 4 });
    await expect.poll(() => page.kept()).toBe(4);

    await page.reload();
    proxy.isDown = false;
    await page.connect(await server.token("eve"), ticketRef);
    await page.until("ticket.getSnapshot().status === 'live'");
    expect(await page.state()).toMatchObject({ pending: 0, user: { ref: "u-eve" } });
    expect(await page.kept()).toBe(4);

    await page.reload();
    await page.connect(token);
    await expect.poll(async () => (await log(`${ticketRef}-b`)).length).toBe(1);
    await expect.poll(async () => (await log()).length).toBe(3);
    await page.until("client.getSnapshot().pending === 0");
    await expect.poll(() => page.kept()).toBe(0);
    expect((await log()).map(({ text }) => text)).toEqual(["one", "two", "three"]);
    const stored = [...(await log()), ...(await log(`${ticketRef}-b`))];
    expect(stored.map(({ clientId }) => clientId)).toEqual(said);
    expect(stored.map(({ sender }) => sender.ref)).toEqual(Array(4).fill("u-bob"));
  });

  test("keeps what was refused, and why", async () => {
    const page = await ClientPage.open(context, proxy.url);
    const token = await server.token("bob");
    await page.connect(token, ticketRef);
    await page.run(`ticket.send({ text: "x".repeat(11_000) });`);
    await page.until("client.getSnapshot().failed === 1");
    await expect.poll(() => page.kept()).toBe(1);
    await page.reload();
    await page.connect(token, ticketRef);
    await page.until("client.getSnapshot().failed === 1 && ticket.getSnapshot().messages.length === 1");
    expect(await page.run("return ticket.getSnapshot().messages[0].error.code;")).toBe("invalid");
    await page.run("client.discardUnsent();");
    await expect.poll(() => page.kept()).toBe(0);
  });

  test("[S2] of two tabs is sent by the one that wrote, and by the other when that one is gone", async () => {
    const token = await server.token("bob");
    const first = await ClientPage.open(context, proxy.url);
    const gate = { isBlocked: false };
    for (const path of ["**/socket.io/**", "**/v1/**"])
      await first.page.route(path, (route) => (gate.isBlocked ? route.abort() : route.continue()));
    // All that it does is a request then, which can be stopped.
    await first.connect(token, ticketRef, { transports: ["polling"] });
    await first.until("ticket.getSnapshot().status === 'live'");
    gate.isBlocked = true;
    proxy.cut();
    await first.until("client.getSnapshot().connection !== 'online'");
    await first.run(`for (const text of ["one", "two"]) ticket.send({ text });`);
    await expect.poll(() => first.kept()).toBe(2);

    const second = await ClientPage.open(context, proxy.url);
    await second.connect(token, ticketRef);
    await second.until("ticket.getSnapshot().status === 'live'");
    await second.run(`ticket.send({ text: "from the other tab" });`);
    await expect.poll(async () => (await log()).length).toBe(1);
    // It knows of the two by then, and waits for the one that has them to be gone.
    const waiting = "return (await navigator.locks.query()).pending.length;";
    await expect.poll(() => second.run(waiting)).toBe(1);
    expect(await second.run("return [...pendings].sort();")).toEqual([0, 1]);
    expect(await log()).toHaveLength(1);
    await first.page.close();
    await expect.poll(async () => (await log()).length).toBe(3);
    expect((await log()).map(({ text }) => text)).toEqual(["from the other tab", "one", "two"]);
    await expect.poll(() => second.kept()).toBe(0);
  });
});

describe("uploads in a browser", { timeout: 60_000 }, () => {
  test("tell how far they are, and can be cancelled", async () => {
    const page = await ClientPage.open(context, proxy.url);
    await page.connect(await server.token("bob"), ticketRef);
    await page.until("client.getSnapshot().connection === 'online'");
    const upload = (options: string) => `
      globalThis.told = [];
      const file = new Blob(["many words ".repeat(200_000)]);
      const options = { onProgress: ({ sentBytes, totalBytes }) => told.push(sentBytes / totalBytes), ${options} };
      const outcome = (promise) => promise.then(({ size }) => size, ({ name }) => name);
    `;
    const told: number[] = await page.run(`${upload("")}
      const size = await outcome(ticket.upload(file, "words.txt", options));
      return [size, ...told];
    `);
    expect(told[0]).toBe(2_200_000);
    expect(told.slice(1)).toEqual(told.slice(1).sort((a, b) => a - b));
    expect(told.at(-1)).toBe(1);

    proxy.hold();
    const isUnderWay = page.page.waitForRequest((request) => request.url().includes("/attachments"));
    const before = await page.run(`${upload("signal: AbortSignal.abort()")}
      globalThis.ending = new AbortController();
      const before = await outcome(ticket.upload(file, "words.txt", options));
      globalThis.later = outcome(ticket.upload(file, "words.txt", { ...options, signal: ending.signal }));
      return before;
    `);
    await isUnderWay;
    const cancelled = [before, await page.run("ending.abort(); return later;")];
    expect(cancelled).toEqual(["AbortError", "AbortError"]);
  });
});

describe("where plain requests get through and nothing else", { timeout: 120_000 }, () => {
  test("[S2][S3] a ticket is read and written all the same, and nothing is doubled when the connection is there", async () => {
    const other = (await ann()).ticket(ticketRef);
    other.open();
    other.send({ text: "before" });
    await until(other, ({ messages }) => messages[0]?.delivery === "sent");
    const page = await ClientPage.open(context, server.url);
    const gate = await behindProxy(page.page);
    await page.connect(await server.token("bob"), ticketRef);
    await page.until("ticket.getSnapshot().status === 'polling'");
    expect(await page.state()).toMatchObject({
      connection: "polling",
      user: { ref: "u-bob" },
      nextTryAt: null,
    });
    expect(await page.ticketState()).toMatchObject({
      ticket: { ref: ticketRef },
      unread: 1,
      messages: [{ text: "before" }],
    });
    const { firstUnreadId, messages } = await page.ticketState();
    expect(firstUnreadId).toBe(messages[0]?.id);

    await page.run(`ticket.send({ text: "by a plain request" });`);
    await until(other, ({ messages }) => messages.length === 2);
    other.send({ text: "an answer" });
    await page.until("ticket.getSnapshot().messages.some(({ text }) => text === 'an answer')");
    await page.run("await ticket.markRead();");
    await page.until("ticket.getSnapshot().unread === 0");
    const own = (await page.ticketState()).messages[1]?.id;
    await page.run(`await ticket.edit("${own}", "in other words"); await ticket.react("${own}", "👍");`);
    const changed = (await page.ticketState()).messages[1];
    expect(changed).toMatchObject({ text: "in other words", reactions: [{ emoji: "👍" }] });

    await page.run(`
      globalThis.doubles = 0;
      ticket.subscribe(() => {
        const ids = ticket.getSnapshot().messages.map(({ sender, clientId }) => sender.ref + clientId);
        if (new Set(ids).size < ids.length) doubles += 1;
      });
    `);
    gate.isBlocked = false;
    for (const text of ["in", "the", "shift"]) other.send({ text });
    await page.run(`for (const text of ["and", "mine"]) ticket.send({ text });`);
    await page.until("ticket.getSnapshot().status === 'live'");
    await page.until(
      "ticket.getSnapshot().messages.filter(({ delivery }) => delivery === 'sent').length === 8",
    );
    expect(await page.state()).toMatchObject({ connection: "online", pending: 0 });
    expect((await page.ticketState()).messages.map(({ id }) => id)).toEqual(
      (await log()).map(({ id }) => id),
    );
    expect(await page.run("return doubles;")).toBe(0);
    expect((await page.ticketState()).firstUnreadId).toBe(firstUnreadId);
  });
});

test("a page on the server's own site needs no token: its cookie says who one is", async () => {
  const { hostname } = new URL(server.url);
  await context.addCookies([
    { name: COOKIE, value: await server.token("bob"), domain: hostname, path: "/", httpOnly: true },
  ]);
  const page = await ClientPage.open(context, server.url);
  await page.connect(undefined, ticketRef);
  await page.until("ticket.getSnapshot().status === 'live'");
  expect(await page.run("return (await client.tickets()).map(({ ref }) => ref);")).toContain(ticketRef);
  await context.clearCookies();
  await page.reload();
  await page.connect(undefined);
  await page.until("client.getSnapshot().connection === 'closed'");
  expect(await page.state()).toMatchObject({ reason: "unauthenticated" });
});
