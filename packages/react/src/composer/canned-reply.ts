/** A reply that is prepared. */
export interface CannedReply {
  readonly id: string;
  /** What it is found by, after the slash. */
  readonly shortcut: string;
  readonly title: string;
  readonly text: string;
}

/** Finds prepared replies by what stands after the slash. */
export type FindCannedReplies = (query: string) => readonly CannedReply[] | Promise<readonly CannedReply[]>;
