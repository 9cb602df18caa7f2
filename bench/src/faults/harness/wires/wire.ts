/** A ticket by both its names: string dialects speak the one, integer dialects the other. */
export interface TicketName {
  readonly ref: string;
  readonly number: number;
}

/** A message as a client was told of it. `seq` is there where the dialect has it. */
export interface Told {
  readonly id: string;
  readonly text: string;
  readonly seq?: number;
}

/** How far somebody has come on a ticket: what they give when they come back. */
export interface Place {
  readonly last: Told;
  /** Native only. */
  readonly epoch?: string;
}

/** What joining has brought. */
export interface Joined {
  /** Everything after the place, or since the beginning, oldest first. */
  readonly missed: readonly Told[];
  /** Whether some of it may be told live as well: it was read beside the connection. */
  readonly overlaps: boolean;
  readonly epoch?: string;
}

/** What a connection tells by itself. */
export interface LineEvents {
  told(ticketRef: string, message: Told): void;
  /** The connection has ended; called once, and not after `close`. */
  lost(why: string): void;
}

/** One connection of one person. Everything rejects when it is lost, or with Refusal. */
export interface Line {
  join(ticket: TicketName, place: Place | undefined): Promise<Joined>;
  /** Resolves with the acknowledged message. */
  say(ticket: TicketName, key: string, text: string): Promise<Told>;
  close(): void;
}

/** How clients of one dialect connect, say and come back. */
export interface Wire {
  readonly dialect: string;
  /** Resolves once signed in. */
  open(url: string, token: string, events: LineEvents): Promise<Line>;
}

/** The server's no. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly retryable: boolean,
    readonly retryAfterMs = 0,
  ) {
    super(`refused: ${code}`);
  }
}

/** The connection, or what was asked on it, is lost. */
export class Lost extends Error {}

/** How long a client waits for any answer, in ms, before it takes the connection for dead. */
export const ANSWER_WITHIN_MS = 10_000;

/** Rejects with Lost when an answer takes too long. */
export function inTime<T>(answer: Promise<T>, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timeout = setTimeout(() => reject(new Lost(`no answer to ${what}`)), ANSWER_WITHIN_MS);
    answer.then(resolve, reject).finally(() => clearTimeout(timeout));
  });
}
