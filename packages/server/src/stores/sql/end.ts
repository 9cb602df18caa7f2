import type { Audience, LogPlace, SessionStatus } from "@ticketwire/core";

/** Where a ticket's log ends while a batch is being written, and what its rows must know besides. */
export interface End {
  seq: number;
  hidden: number;
  /** How many messages there are, and how many of them are deleted, by audience. */
  readonly messages: Record<Audience, number>;
  readonly deleted: Record<Audience, number>;
  /** The number of the open session. */
  session: number | null;
  status: SessionStatus | null;
}

/** What is read of a log's end. Goes with `PackedEnd`. */
export const END_COLUMNS = [
  "ticket_id",
  "seq",
  "hidden",
  "public_messages",
  "internal_messages",
  "public_deleted",
  "internal_deleted",
  "session",
  "session_status",
] as const;

/** A log's end as it is read, in the order of `END_COLUMNS`. */
export type PackedEnd = readonly [
  ticketId: number,
  seq: number,
  hidden: number,
  publicMessages: number,
  internalMessages: number,
  publicDeleted: number,
  internalDeleted: number,
  session: number | null,
  status: SessionStatus | null,
];

/** Ends by ticket, from their rows. */
export function endsFrom(rows: readonly PackedEnd[]): ReadonlyMap<number, End> {
  return new Map(
    rows.map(([ticketId, seq, hidden, open, internal, openGone, internalGone, session, status]) => [
      ticketId,
      {
        seq,
        hidden,
        messages: { public: open, internal },
        deleted: { public: openGone, internal: internalGone },
        session,
        status,
      },
    ]),
  );
}

/** Where the next event of an audience stands. */
export function nextPlace(end: End, audience: Audience): LogPlace {
  return { seq: end.seq + 1, hidden: end.hidden + (audience === "internal" ? 1 : 0) };
}

/** Makes an end what another is. */
export function restore(end: End, { messages, deleted, ...rest }: End): void {
  Object.assign(end.messages, messages);
  Object.assign(end.deleted, deleted);
  Object.assign(end, rest);
}
