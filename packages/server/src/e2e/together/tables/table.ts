import type { Hearer } from "../../heard.js";
import type { TestServer } from "../../test-server.js";

/** A ticket on which everybody meets, whatever they speak. */
export interface Meeting {
  readonly server: TestServer;
  readonly ref: string;
  readonly number: number;
  readonly sessionId: string;
}

/** A file somebody sends. */
export interface SentFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** A message as somebody heard it, in no dialect. */
export interface Heard {
  readonly text: string;
  readonly urls: readonly string[];
}

/** What became of sending something: `code` is of the refusal, and `retryAfterMs` when it may be sent again. */
export interface Sent {
  readonly ok: boolean;
  readonly code?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** A person at a table: joined to the ticket in one dialect. */
export interface Seat {
  /** Says something, with a file if there is one, as clients of this dialect do. */
  say(text: string, file?: SentFile): Promise<Sent>;
  /** Every message heard live so far, in the order it came. */
  heard(): readonly Heard[];
  /** The same from a history that is read now, oldest first. */
  history(): Promise<readonly Heard[]>;
  readonly hearer: Hearer;
  close(): void;
}

/** One dialect as a place to sit down. */
export interface Table {
  readonly dialect: string;
  sit(meeting: Meeting, token: string): Promise<Seat>;
}
