import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Loaded, type RoomAck, Rooms, textsOf } from "./rooms.js";

const COUNT = 125;
const TEXTS = Array.from({ length: COUNT }, (_, index) => `message ${index + 1}`);

let rooms: Rooms;
let ticketId: string;
beforeAll(async () => {
  rooms = await Rooms.start();
  ticketId = await rooms.openTicket();
  const bob = await rooms.signIn("bob");
  const acks = await Promise.all(
    TEXTS.map((message) => bob.ask<RoomAck>("send_message", { ticketId, message })),
  );
  expect(acks.every(({ success }) => success)).toBe(true);
});
afterAll(() => rooms.close());

const read = (page: object = {}): Promise<Loaded> => rooms.history(ticketId, page);

describe("get_messages", () => {
  it("loads the newest page, oldest first, when nobody says otherwise", async () => {
    const newest = await read();
    expect(newest.ticketId).toBe(ticketId);
    expect(textsOf(newest)).toEqual(TEXTS.slice(-50));
    expect(newest.pagination).toEqual({
      page: 1,
      limit: 50,
      total: COUNT,
      totalPages: 3,
      hasMore: true,
      hasNext: true,
      hasPrev: false,
      before: newest.messages[0]?._id,
      after: newest.messages[49]?._id,
    });
  });

  it("answers a callback with the same, without having joined", async () => {
    const bob = await rooms.signIn("bob");
    const ack = await bob.ask("get_messages", { ticketId, limit: 2 });
    expect({ success: true, ...(await bob.next("messages_loaded")) }).toEqual(ack);
  });

  it("shows a message as it was heard", async () => {
    const ref = await rooms.openTicket();
    const bob = await rooms.join("bob", ref);
    await bob.ask("send_message", { ticketId: ref, message: "the same", id: "k1" });
    const { data } = await bob.next<{ data: unknown }>("new_message");
    expect((await rooms.history(ref)).messages).toEqual([data]);
  });

  it("is an empty page where nothing has been said", async () => {
    expect(await rooms.history(await rooms.openTicket())).toMatchObject({
      messages: [],
      pagination: { total: 0, totalPages: 0, hasMore: false, before: null, after: null },
    });
  });

  it("goes back page by page, also by numbers in text", async () => {
    const pages = await Promise.all([1, 2, "3", 4].map((page) => read({ page, limit: "50" })));
    expect(pages.map((page) => textsOf(page))).toEqual([
      TEXTS.slice(75),
      TEXTS.slice(25, 75),
      TEXTS.slice(0, 25),
      [],
    ]);
  });

  it("goes back and on by cursor, and does not shift when something is said", async () => {
    const newest = await read({ limit: 10 });
    const older = await read({ limit: 10, before: newest.pagination.before });
    expect(textsOf(older)).toEqual(TEXTS.slice(105, 115));
    const newer = await read({ limit: 10, after: older.pagination.after });
    expect(textsOf(newer)).toEqual(TEXTS.slice(115));
    expect(newer.pagination).toMatchObject({ hasPrev: false });
  });

  it("has at most 200 messages a page", async () => {
    const all = await read({ limit: 100_000 });
    expect(all.pagination.limit).toBe(200);
    expect(textsOf(all)).toEqual(TEXTS);
  });

  it.each([
    { page: 0 },
    { page: -1 },
    { page: "two" },
    { page: 1.5 },
    { limit: 0 },
    { limit: "many" },
    { before: "nobody" },
    { after: "nobody" },
    { before: 7 },
    { page: 2, before: "x" },
    { before: "x", after: "y" },
  ])("is refused with %j", async (page) => {
    const bob = await rooms.signIn("bob");
    bob.socket.emit("get_messages", { ticketId, ...page });
    expect(await bob.next("messages_error")).toMatchObject({ code: "invalid", message: expect.any(String) });
    expect(bob.heard("messages_loaded")).toEqual([]);
  });

  it("[S1] has everything after a restart, in order, and knows it under its key", async () => {
    const ref = await rooms.openTicket();
    const bob = await rooms.signIn("bob");
    const acks = await Promise.all(
      TEXTS.slice(0, 40).map((message, id) =>
        bob.ask<RoomAck>("send_message", { ticketId: ref, message, id }),
      ),
    );
    await rooms.server.restart();
    expect((await rooms.history(ref)).messages).toEqual(acks.map(({ data }) => data));
    const again = await rooms.join("bob", ref);
    expect(await again.ask("send_message", { ticketId: ref, message: TEXTS[7], id: 7 })).toMatchObject({
      success: true,
      duplicate: true,
      data: { _id: acks[7]?.data._id },
    });
  });
});
