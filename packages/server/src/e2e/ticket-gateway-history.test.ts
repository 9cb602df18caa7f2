import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ack, Gateway, type SaidMessage } from "./gateway.js";
import { TestServer } from "./test-server.js";

interface History {
  readonly ticketId: string;
  readonly messages: readonly SaidMessage[];
  readonly pagination: {
    readonly page: number;
    readonly limit: number;
    readonly total: number;
    readonly totalPages: number;
    readonly hasMore: boolean;
    readonly hasNext: boolean;
    readonly hasPrev: boolean;
    readonly before: string | null;
    readonly after: string | null;
  };
}

const COUNT = 125;
const TEXTS = Array.from({ length: COUNT }, (_, index) => `message ${index + 1}`);

let gateway: Gateway;
let ticketId: string;
beforeAll(async () => {
  gateway = new Gateway(await TestServer.start());
  ticketId = await gateway.openTicket("t-long");
  const bob = await gateway.connect("bob");
  const acks = await Promise.all(TEXTS.map((message) => bob.ask<Ack>("send_message", { ticketId, message })));
  expect(acks.every(({ success }) => success)).toBe(true);
});
afterAll(() => gateway.close());

function textsOf({ messages }: History): readonly (string | null)[] {
  return messages.map(({ message }) => message);
}

async function readLive(page: object): Promise<History> {
  const ann = await gateway.connect("ann");
  await ann.ask("join_ticket", { ticketId, ...page });
  return ann.next<History>("messages_history");
}

function queryOf(page: object): string {
  return Object.entries(page)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join("&");
}

async function readRest(page: Readonly<Record<string, string | number>>): Promise<History> {
  const answer = await gateway.request<History & { success: boolean }>(
    "ann",
    "GET",
    `/api/tickets/${ticketId}/chat?${queryOf(page)}`,
  );
  expect(answer.status).toBe(200);
  const { success, ...history } = answer.body;
  expect(success).toBe(true);
  return history;
}

describe.each([
  ["on joining", readLive],
  ["over REST", readRest],
])("history %s", (_where, read) => {
  it("is the newest page, oldest first, when nobody says otherwise", async () => {
    const newest = await read({});
    expect(textsOf(newest)).toEqual(TEXTS.slice(-50));
    expect(newest.pagination).toEqual({
      page: 1,
      limit: 50,
      total: COUNT,
      totalPages: 3,
      hasMore: true,
      hasNext: true,
      hasPrev: false,
      before: newest.messages[0]?.id,
      after: newest.messages[49]?.id,
    });
  });

  it("goes back page by page", async () => {
    const pages = await Promise.all([1, 2, 3, 4].map((page) => read({ page, limit: 50 })));
    expect(pages.map((page) => textsOf(page))).toEqual([
      TEXTS.slice(75),
      TEXTS.slice(25, 75),
      TEXTS.slice(0, 25),
      [],
    ]);
    expect(pages.map(({ pagination }) => pagination.hasNext)).toEqual([true, true, false, false]);
    expect(pages.map(({ pagination }) => pagination.hasPrev)).toEqual([false, true, true, true]);
    expect(pages[2]?.pagination).toMatchObject({ page: 3, totalPages: 3, before: null });
  });

  it("goes back and on by cursor", async () => {
    const newest = await read({ limit: 10 });
    const older = await read({ limit: 10, before: newest.pagination.before ?? "" });
    expect(textsOf(older)).toEqual(TEXTS.slice(105, 115));
    const newer = await read({ limit: 10, after: older.pagination.after ?? "" });
    expect(textsOf(newer)).toEqual(TEXTS.slice(115));
    expect(newer.pagination).toMatchObject({ hasPrev: false });
  });

  it("has at most 200 messages a page", async () => {
    const all = await read({ limit: 100_000 });
    expect(all.pagination.limit).toBe(200);
    expect(textsOf(all)).toEqual(TEXTS);
  });
});

describe("a page nobody can read", () => {
  const wrong = [
    { page: 0 },
    { page: -1 },
    { page: "two" },
    { page: 1.5 },
    { limit: 0 },
    { limit: "many" },
    { before: "nobody" },
    { after: "nobody" },
    { page: 2, before: "x" },
    { before: "x", after: "y" },
  ];

  it.each(wrong)("is refused live: %o", async (page) => {
    const ann = await gateway.connect("ann");
    expect(await ann.ask("join_ticket", { ticketId, ...page })).toMatchObject({
      success: false,
      code: "invalid",
    });
    expect(ann.heard("joined_ticket")).toEqual([]);
  });

  it.each(wrong)("is refused over REST: %o", async (page) => {
    const { status, body } = await gateway.request(
      "ann",
      "GET",
      `/api/tickets/${ticketId}/chat?${queryOf(page)}`,
    );
    expect(status).toBe(400);
    expect(body).toMatchObject({ success: false, code: "invalid", message: expect.any(String) });
  });
});

describe("after a restart", () => {
  it("[S1] everything that was acknowledged is there, in order, and known under its key", async () => {
    const ref = await gateway.openTicket("t-restart");
    const bob = await gateway.connect("bob");
    const sends = TEXTS.slice(0, 40).map((message, index) =>
      bob.ask<Ack>("send_message", { ticketId: ref, message, tempId: `key-${index}` }),
    );
    const acked = (await Promise.all(sends)).map(({ message }) => message);
    await gateway.server.restart();

    const again = await gateway.join("bob", ref);
    expect(await gateway.messages(ref)).toEqual(acked);
    expect(
      await again.ask("send_message", { ticketId: ref, message: TEXTS[7], tempId: "key-7" }),
    ).toMatchObject({ success: true, duplicate: true, message: { id: acked[7]?.id } });
    await again.ask("send_message", { ticketId: ref, message: "after" });
    expect(await gateway.messages(ref)).toHaveLength(41);
  });
});
