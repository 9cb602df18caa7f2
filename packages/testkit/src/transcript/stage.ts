import type { Settings, TranscriptFile } from "./line.js";

/** Something a connection has been told. */
export type HeardFrame =
  | { readonly direction: "hear" | "ack"; readonly event: string; readonly payload: unknown }
  | { readonly direction: "closed" };

/** One live connection, whatever its wire. */
export interface Peer {
  /** `acked` is given when the transcript waits for an acknowledgement. */
  send(event: string, payload: unknown, acked: ((payload: unknown) => void) | undefined): void;
  close(): void;
}

/** A request of a transcript, ready to be made. */
export interface PeerRequest {
  readonly method: string;
  readonly path: string;
  readonly token: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly files: readonly TranscriptFile[];
}

/** Where a transcript is played: against a real server, over a real wire. */
export interface Stage {
  /** Makes the people and the tickets there are, as the host application would. */
  arrange(people: Settings, tickets: Settings): Promise<void>;
  token(claims: Readonly<Record<string, unknown>>): Promise<string>;
  /** Connects; rejects with what the server said when it refuses. `heard` gets everything from the first word on. */
  connect(token: string | undefined, heard: (what: HeardFrame) => void): Promise<Peer>;
  request(request: PeerRequest): Promise<{ readonly status: number; readonly body: unknown }>;
}

/** Thrown by a stage's `connect`: the server refused, and said this. */
export class Refused extends Error {
  constructor(readonly payload: unknown) {
    super(`refused: ${JSON.stringify(payload)}`);
  }
}
