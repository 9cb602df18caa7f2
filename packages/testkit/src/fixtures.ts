import type { AppendResult, Attachment, Message, MessageRow, Store, Ticket, User } from "@ticketwire/core";

/** The time fixtures speak of, in ms since 1970. */
export const NOON = Date.UTC(2025, 0, 15, 12);

let lastId = 0;

/** A uuid that no other call has given; later ones sort after earlier ones. */
export function nextUuid(): string {
  lastId += 1;
  return `01946a00-0000-7000-8000-${lastId.toString(16).padStart(12, "0")}`;
}

/** A ticket with two people on it: Bob, whose ticket it is, and Ann, who works on it. */
export interface Desk {
  readonly ticket: Ticket;
  readonly ann: User;
  readonly bob: User;
}

/** Puts a ticket and its two people into a store. Called again with another ref, the people stay the same. */
export async function openDesk(store: Store, ref = "t-desk"): Promise<Desk> {
  const [ann, bob] = await store.putUsers(
    [
      { ref: "u-ann", name: "Ann Lee", role: "agent", email: "ann@example.com" },
      { ref: "u-bob", name: "Bob Ray", role: "customer", company: "Acme" },
    ],
    false,
    NOON,
  );
  const [put] = await store.putTickets(
    [{ ref, subject: "Order delayed", customer: "u-bob", assignee: "u-ann" }],
    null,
    NOON,
  );
  if (!ann || !bob || !put) throw new Error("store did not give back what was put");
  return { ticket: put.ticket, ann: ann.user, bob: bob.user };
}

/** A public text by Bob on the desk's ticket, without a client id; `over` says what is different. */
export function messageRow({ ticket, bob }: Desk, over: Partial<MessageRow> = {}): MessageRow {
  return {
    type: "message.posted",
    ticketId: ticket.id,
    senderId: bob.id,
    audience: "public",
    at: NOON,
    id: nextUuid(),
    kind: null,
    text: "hello",
    attachmentIds: [],
    replyTo: null,
    clientId: null,
    fingerprint: null,
    session: null,
    reopens: false,
    ...over,
  };
}

/** Rows with these texts; a text that begins with "note" is an internal one by Ann. */
export function messageRows(desk: Desk, texts: readonly string[]): readonly MessageRow[] {
  return texts.map((text, index) =>
    messageRow(desk, {
      text,
      at: NOON + index,
      ...(text.startsWith("note") ? { audience: "internal", senderId: desk.ann.id } : {}),
    }),
  );
}

/** A picture that waits to be sent, unlike any other; `over` says what is different. */
export function pictureOf(over: Partial<Attachment> = {}): Attachment {
  const id = nextUuid();
  return {
    id,
    name: "parcel.png",
    storedName: `${id}.png`,
    type: "image/png",
    size: 1234,
    uploadedAt: NOON,
    digest: id.replaceAll("-", "").padStart(64, "0"),
    media: { width: 640, height: 480, durationMs: null, levels: null },
    ...over,
  };
}

/** The result of a row that was stored; throws for any other. */
export function storedOf(result: AppendResult | undefined): Extract<AppendResult, { status: "stored" }> {
  if (result?.status !== "stored") throw new Error(`expected a stored row, got ${JSON.stringify(result)}`);
  return result;
}

/** Appends rows that all must be stored, and gives back the messages as their readers see them. */
export async function post(store: Store, rows: readonly MessageRow[]): Promise<readonly Message[]> {
  const results = (await store.append(rows)).map(storedOf);
  const ticketIds = [...new Set(rows.map(({ ticketId }) => ticketId))];
  const logs = await Promise.all(ticketIds.map((ticketId) => readAll(store, ticketId)));
  const byNumber = new Map(logs.flat().map((message) => [message.number, message]));
  return results.map(({ number }) => {
    const message = byNumber.get(number);
    if (!message) throw new Error(`message ${number} was stored but is not in the log`);
    return message;
  });
}

/** Every message in a ticket's log, in order. */
export async function readAll(store: Store, ticketId: number): Promise<readonly Message[]> {
  const { events } = await store.readLog({ ticketId, audience: "internal", after: 0, limit: 1_000_000 });
  return events.flatMap((event) => (event.type === "message.posted" ? [event.message] : []));
}

/** The texts of messages. */
export function textsOf(messages: readonly Message[]): readonly string[] {
  return messages.map(({ text }) => text);
}
