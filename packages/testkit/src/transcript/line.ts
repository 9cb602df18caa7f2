/**
 * A golden transcript: what people do and what they must hear, one JSON object a line. Any client in
 * any language can be held against it. `who` is a person, or `person/2` for their second connection.
 *
 * - `setting`: the people with their claims, and the tickets with their facts; the first line.
 * - `connect`, `disconnect`: with the person's own token, or with `payload.token` in place of it.
 * - `refused`: the connection is refused with this payload.
 * - `send`: an event to the server; with `"ack": true` an acknowledgement is asked for, and an `ack` line must follow.
 * - `hear`: an event from the server. Whatever a connection hears is in a `hear` or `ack` line, in order.
 * - `closed`: the server ends the connection.
 * - `request`, `answer`: `event` is `METHOD path` or the status. `files` go as multipart.
 *
 * Texts like `<id:first>` and `<token:bob>` stand for something only a run knows; see `Placeholders`.
 */
export type Line =
  | { readonly direction: "setting"; readonly people: Settings; readonly tickets: Settings }
  | { readonly direction: "connect"; readonly who: string; readonly payload?: unknown }
  | { readonly direction: "disconnect"; readonly who: string }
  | { readonly direction: "closed"; readonly who: string }
  | { readonly direction: "refused"; readonly who: string; readonly payload: unknown }
  | {
      readonly direction: "send";
      readonly who: string;
      readonly event: string;
      readonly payload?: unknown;
      readonly ack?: boolean;
    }
  | {
      readonly direction: "ack" | "hear";
      readonly who: string;
      readonly event: string;
      readonly payload: unknown;
    }
  | {
      readonly direction: "request";
      readonly who: string;
      readonly event: string;
      readonly payload?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      readonly files?: readonly TranscriptFile[];
    }
  | { readonly direction: "answer"; readonly who: string; readonly event: string; readonly payload: unknown };

/** The lines of one direction. */
export type LineOf<D extends Line["direction"]> = Line & { readonly direction: D };

/** By name: the claims of people, the facts of tickets. */
export type Settings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A file of a multipart request. */
export interface TranscriptFile {
  readonly field: string;
  readonly name: string;
  readonly base64: string;
}

/** Reads the lines of a `.jsonl` file; throws with the number of a line that is no JSON object. */
export function parseTranscript(text: string): readonly Line[] {
  return text
    .split("\n")
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== "")
    .map(({ line, number }) => {
      try {
        return JSON.parse(line) as Line;
      } catch (failure) {
        throw new Error(`line ${number} is no JSON`, { cause: failure });
      }
    });
}
