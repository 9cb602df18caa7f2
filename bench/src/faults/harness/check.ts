import type { Acked, Talker } from "./talker.js";

/** A message as the store has it. */
export interface Stored {
  readonly seq: number;
  readonly id: string;
  readonly number: string;
  readonly text: string;
}

/** A ticket's whole log: all seqs there are, and its messages in their order. */
export interface Log {
  readonly seqs: readonly number[];
  readonly messages: readonly Stored[];
}

/** What became of what was said. All but the first two are to be zero. */
export interface Counts {
  readonly acknowledged: number;
  readonly stored: number;
  /** Acknowledged, and not in the store, or not under the id and seq that were acknowledged. */
  readonly lost: number;
  /** Stored twice, or shown to somebody twice. */
  readonly twice: number;
  /** Shown after something later, or stored in another order than its author said it. */
  readonly outOfOrder: number;
  /** Seqs that are missing, and stored messages that somebody on the ticket was not shown. */
  readonly holes: number;
}

/** Somebody who was there. */
export type Witness = Pick<Talker, "acked" | "shown">;

/** Compares what was acknowledged and what everybody was shown with the logs, by ticket. */
export function check(talkers: readonly Witness[], logs: ReadonlyMap<string, Log>): Counts {
  let [acknowledged, stored, lost, twice, outOfOrder, holes] = [0, 0, 0, 0, 0, 0];
  for (const [ref, { seqs, messages }] of logs) {
    stored += messages.length;
    const byText = new Map(messages.map((message) => [message.text, message]));
    twice += messages.length - byText.size;
    holes += seqs.filter((seq, index) => seq !== index + 1).length;
    for (const talker of talkers) {
      const acked = talker.acked.filter(({ ticket }) => ticket === ref);
      acknowledged += acked.length;
      lost += acked.filter((one) => !isSame(one, byText.get(one.key))).length;
      const said = acked.flatMap(({ key }) => byText.get(key)?.seq ?? []);
      outOfOrder += descents(said);
      const shown = talker.shown.get(ref);
      if (!shown) continue;
      const texts = new Set(shown.map(({ text }) => text));
      twice += shown.length - texts.size;
      holes += messages.filter(({ text }) => !texts.has(text)).length;
      // Shown, and in no store: as wrong as lost.
      lost += [...texts].filter((text) => !byText.has(text)).length;
      outOfOrder += descents(shown.flatMap(({ text }) => byText.get(text)?.seq ?? []));
    }
  }
  return { acknowledged, stored, lost, twice, outOfOrder, holes };
}

function isSame({ id, seq }: Acked, message: Stored | undefined): boolean {
  if (!message || (id !== undefined && id !== message.id && id !== message.number)) return false;
  return seq === undefined || seq === message.seq;
}

/** How often a number is less than the one before it. */
function descents(seqs: readonly number[]): number {
  return seqs.filter((seq, index) => seq < (seqs[index - 1] ?? 0)).length;
}
