import type { MessageView, PersonView } from "@ticketwire/protocol";
import { expect, test } from "vitest";
import { FirstUnread } from "./first-unread.js";
import type { TicketMessage } from "./state.js";
import { stored } from "./told-messages.js";
import { UnreadCount } from "./unread.js";

const ME = "u-bob";
const me = () => ME;

function person(ref: string): PersonView {
  return { ref, number: 1, name: ref, role: "agent", company: null };
}

/** A message by somebody; read by me at this minute, or not. */
function message(seq: number, sender = "u-ann", readAtMinute?: number): TicketMessage {
  const at = (minute: number) => `2025-01-15T12:${String(minute).padStart(2, "0")}:00.000Z`;
  return stored({
    id: `m-${seq}`,
    seq,
    sender: person(sender),
    deletedAt: null,
    readBy: readAtMinute === undefined ? [] : [{ person: person(ME), at: at(readAtMinute) }],
  } as unknown as MessageView);
}

test("[S11] counts what others wrote and one has not read, as it changes", () => {
  const count = new UnreadCount(me);
  const known = [message(1, "u-ann", 0), message(2), message(3, ME), message(4)];
  count.update(known);
  expect(count.total).toBe(2);
  count.update([...known, message(5), message(6, ME)]);
  expect(count.total).toBe(3);
  const read = [message(1, "u-ann", 0), message(2, "u-ann", 1), message(3, ME), message(4), message(5)];
  count.update(read);
  expect(count.total).toBe(2);
  count.update(read.map((one) => ({ ...one, deletedAt: "2025-01-15T12:00:00.000Z" })));
  expect(count.total).toBe(0);
  count.update([]);
  expect(count.total).toBe(0);
});

test("what is older than what is known is the server's to count, and is not counted twice when it is read", () => {
  const count = new UnreadCount(me);
  const known = [message(11), message(12)];
  count.update(known);
  count.setTotal(5);
  expect(count.total).toBe(5);
  const longer = [message(8), message(9), message(10, ME), ...known];
  count.update(longer);
  expect(count.total).toBe(5);
  count.update([...longer, message(13)]);
  expect(count.total).toBe(6);
  count.nothingOlder();
  expect(count.total).toBe(5);
});

test("what is new begins where one had not read when the ticket was opened, whatever one reads since", () => {
  const first = new FirstUnread(me);
  first.opened();
  first.known([message(1, "u-ann", 0), message(2, ME), message(3), message(4)]);
  first.known([message(1, "u-ann", 0), message(2, ME), message(3, "u-ann", 1), message(4)]);
  expect(first.id).toBe("m-3");
  first.opened();
  first.known([message(3, "u-ann", 1), message(4, "u-ann", 1)]);
  expect(first.id).toBeNull();
});

test("what is new moves up as older messages turn out to be new too, those read since included", () => {
  const first = new FirstUnread(me);
  const known = [message(11, ME), message(12), message(13)];
  first.opened();
  first.known(known);
  first.read("2025-01-15T12:30:00.000Z");
  const older = [message(7), message(8, "u-ann", 10), message(9, ME), message(10, "u-ann", 30)];
  first.prepended(older, known);
  expect(first.id).toBe("m-10");
  first.prepended([message(6)], [...older, ...known]);
  expect(first.id).toBe("m-10");
});
