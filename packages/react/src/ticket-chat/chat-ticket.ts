/** A ticket as the host application has it. Whatever else is in it is left alone. */
export interface ChatTicket {
  /** The application's own id: a ref, or the ticket's number. */
  readonly id: string | number;
  /** The customer's name. */
  readonly name?: string | null;
  /** The subject, under either name. */
  readonly issue_title?: string | null;
  readonly subject?: string | null;
}

/** Who looks at the chat, as the host application has them. Nothing depends on it: the token says who one is. */
export interface ChatUser {
  readonly id?: string | number;
  readonly name?: string | null;
}
