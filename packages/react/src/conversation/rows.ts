import type { PersonView, TicketMessage } from "@ticketwire/client";
import { isSameDay } from "../format/time.js";

/** Messages of one person further apart than this stand in groups of their own, in ms. */
const GROUP_WINDOW_MS = 5 * 60_000;

/** What one person said in one go, to one audience. */
export interface GroupRow {
  readonly kind: "group";
  readonly key: string;
  readonly sender: PersonView;
  readonly isOwn: boolean;
  readonly isNote: boolean;
  readonly messages: readonly TicketMessage[];
}

/** One row of the conversation. */
export type Row =
  | { readonly kind: "day"; readonly key: string; readonly at: Date }
  | { readonly kind: "system"; readonly key: string; readonly message: TicketMessage }
  | GroupRow;

/** Messages as rows: a heading for each day, neighbours of one sender together. */
export function rowsOf(messages: readonly TicketMessage[], ownRef: string | undefined): readonly Row[] {
  const rows: Row[] = [];
  let previous: TicketMessage | undefined;
  for (const message of messages) {
    const at = new Date(message.createdAt);
    if (!previous || !isSameDay(new Date(previous.createdAt), at)) {
      rows.push({ kind: "day", key: `day-${at.toDateString()}`, at });
    }
    const last = rows.at(-1);
    if (message.kind === "system") {
      rows.push({ kind: "system", key: keyOf(message), message });
    } else if (last?.kind === "group" && previous && belongTogether(previous, message)) {
      rows[rows.length - 1] = { ...last, messages: [...last.messages, message] };
    } else {
      rows.push({
        kind: "group",
        key: keyOf(message),
        sender: message.sender,
        isOwn: message.sender.ref === ownRef,
        isNote: message.audience === "internal",
        messages: [message],
      });
    }
    previous = message;
  }
  return rows;
}

/** A key that a message keeps from the moment it is written: the sender's own, where there is one. */
export function keyOf(message: TicketMessage): string {
  return message.clientId === null ? message.id : `${message.sender.ref}/${message.clientId}`;
}

function belongTogether(earlier: TicketMessage, later: TicketMessage): boolean {
  return (
    earlier.sender.ref === later.sender.ref &&
    earlier.audience === later.audience &&
    Date.parse(later.createdAt) - Date.parse(earlier.createdAt) < GROUP_WINDOW_MS
  );
}
