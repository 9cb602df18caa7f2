/** Who has connected, as far as a baseline wants to know. */
export interface Sender {
  readonly ref: string;
  readonly number: number;
  readonly name: string;
  readonly role: string;
  readonly company: string | null;
}

/** What is sent to a baseline. */
export interface Post {
  readonly ticket: string;
  readonly clientId: string;
  readonly text: string;
}

/** A message with the fields that Ticketwire's has, so that all servers write the same bytes. */
export function messageOf(post: Post, sender: Sender, number: number, at: Date) {
  const time = at.toISOString();
  return {
    id: `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`,
    number,
    seq: number,
    ticket: post.ticket,
    sender,
    kind: "text",
    audience: "public",
    text: post.text,
    attachments: [],
    clientId: post.clientId,
    createdAt: time,
    updatedAt: time,
    editedAt: null,
    deletedAt: null,
    replyTo: null,
    reactions: [],
    readBy: [],
  };
}

/** How everybody on the ticket hears of a message. */
export function announcementOf(message: ReturnType<typeof messageOf>) {
  const { ticket, seq, createdAt: at } = message;
  return { ticket, seq, at, type: "message.posted", message };
}

/** The person a token speaks of. Baselines believe every token: signing in is not what is compared. */
export function senderIn(token: string): Sender {
  const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as {
    readonly sub: string;
    readonly name: string;
    readonly role: string;
  };
  return { ref: claims.sub, number: 1, name: claims.name, role: claims.role, company: null };
}
