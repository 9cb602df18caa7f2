/** What can be asked of a conversation from outside, by its `handle`. */
export interface ConversationHandle {
  /** Puts the focus into the field, to write to everybody or a note, or as was chosen before. */
  write(audience?: "public" | "internal"): void;
  /** Brings a message into view, with what has to be loaded for it, and lets it stand out for a moment. */
  jumpTo(message: { readonly id: string; readonly number: number }): void;
}
