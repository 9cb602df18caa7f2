import {
  ANSWER_WITHIN_MESSAGES,
  MAX_COUNTED_UNREAD,
  type SummaryQuery,
  type TicketSummary,
} from "@ticketwire/core";
import { MESSAGE_COLUMNS, type PackedMessage } from "../sql/packed-message.js";
import { IS_ANSWER, IS_QUESTION } from "../sql/waiting.js";
import type { Connection, Statement } from "./connection.js";
import type { Messages } from "./messages.js";
import { packed } from "./packed.js";
import type { Unread } from "./unread.js";

const SAID = "message_places l where l.ticket_id = ?1 and l.audience = 'public' and l.deleted_at is null";

/** Reads what lists show of tickets. Each costs the same however long the ticket is. */
export class Summaries {
  readonly #last;
  readonly #answer: Statement;
  readonly #farthest: Statement;
  readonly #question: Statement;

  constructor(
    database: Connection,
    private readonly messages: Messages,
    private readonly unread: Unread,
  ) {
    this.#last = packed<PackedMessage>(
      database,
      MESSAGE_COLUMNS,
      `from (
        select message from message_places
        where ticket_id = ?1 and audience in ('public', ?2) and deleted_at is null order by seq desc limit 1
      ) l cross join messages m on m.number = l.message`,
    );
    this.#answer = database.prepare(
      `select l.seq from (
         select l.seq, l.message from ${SAID} order by l.seq desc limit ${ANSWER_WITHIN_MESSAGES}
       ) l cross join messages m on m.number = l.message cross join users u on u.id = m.sender_id
       where ${IS_ANSWER} limit 1`,
    );
    this.#farthest = database.prepare(
      `select min(seq) from (select l.seq from ${SAID} order by l.seq desc limit ${ANSWER_WITHIN_MESSAGES})`,
    );
    this.#question = database.prepare(
      `select m.created_at from (select l.seq, l.message from ${SAID} and l.seq > ?2 order by l.seq) l
       cross join messages m on m.number = l.message cross join users u on u.id = m.sender_id
       where ${IS_QUESTION} limit 1`,
    );
  }

  /** See `Store.summaries`. */
  read(queries: readonly SummaryQuery[]): readonly TicketSummary[] {
    const rows = queries.map(({ ticketId, audience }) => this.#last([ticketId, audience])[0]);
    const last = new Map(
      this.messages
        .complete(rows.filter((row) => row !== undefined))
        .map((message) => [message.ticketId, message]),
    );
    return queries.map(({ ticketId, audience, personId }) => ({
      unread: this.unread.count({ ticketId, audience, by: { personId }, atMost: MAX_COUNTED_UNREAD }),
      lastMessage: last.get(ticketId) ?? null,
      waitingSince: this.#waitingSince(ticketId),
    }));
  }

  #waitingSince(ticketId: number): number | null {
    const answer = this.#answer.all([ticketId])[0]?.[0];
    const after = answer ?? Number(this.#farthest.all([ticketId])[0]?.[0] ?? 1) - 1;
    const since = this.#question.all([ticketId, after])[0]?.[0];
    return since === undefined ? null : Number(since);
  }
}
