/** A text to answer with. */
export interface CannedReply {
  readonly id: string;
  /** Whose it is, by the store's key; null for everybody's. */
  readonly ownerId: number | null;
  /** What it is called by. */
  readonly shortcut: string;
  readonly title: string;
  readonly text: string;
  /** ms since 1970. */
  readonly updatedAt: number;
}

/** The most canned replies somebody can have, and everybody together. */
export const MAX_CANNED_REPLIES = 500;

/** A canned reply as it is to be. */
export type CannedReplyDraft = Omit<CannedReply, "ownerId" | "updatedAt"> & { readonly isShared: boolean };
