import type { Audience, Message, MessagePage, MessageQuery, Store, TicketEvent } from "@ticketwire/core";
import { expect } from "vitest";
import type { Desk } from "../fixtures.js";

/** A page of a desk's ticket: the newest 50 messages for staff, deleted ones included, unless `over` says otherwise. */
export function pageOf(
  store: Store,
  { ticket }: Desk,
  over: Partial<MessageQuery> = {},
): Promise<MessagePage> {
  const query: MessageQuery = {
    ticketId: ticket.id,
    audience: "internal",
    limit: 50,
    skip: 0,
    deleted: true,
  };
  return store.readMessages({ ...query, ...over });
}

/** Everything in the log of a desk's ticket that an audience may see. */
export async function eventsOf(
  store: Store,
  { ticket }: Desk,
  audience: Audience = "internal",
): Promise<readonly TicketEvent[]> {
  return (await store.readLog({ ticketId: ticket.id, audience, after: 0, limit: 1000 })).events;
}

/** A message, which must be the same wherever it is read. */
export async function messageNow(
  store: Store,
  desk: Desk,
  { id }: { readonly id: string },
): Promise<Message> {
  const message = await store.message({ id });
  if (!message) throw new Error(`no message ${id}`);
  expect(await store.message({ number: message.number })).toEqual(message);
  const { messages } = await pageOf(store, desk);
  expect(messages.find((one) => one.id === id)).toEqual(message);
  for (const event of await eventsOf(store, desk)) {
    if ("message" in event && event.message.id === id) expect(event.message).toEqual(message);
  }
  return message;
}

/** The texts of a page with what it says about itself: `a b | total 2, older`. */
export function sketchOf({ messages, total, hasOlder, hasNewer }: MessagePage): string {
  const texts = messages.map(({ text, deletedAt }) => (deletedAt === null ? text : "(deleted)"));
  return `${texts.join(" ")} | total ${total}${hasOlder ? ", older" : ""}${hasNewer ? ", newer" : ""}`;
}
