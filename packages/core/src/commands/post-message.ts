import { audienceOf, type Caller } from "../caller.js";
import type { Commands } from "../command.js";
import { ChatError } from "../errors.js";
import type { Appending } from "../group-commit.js";
import { MAX_ATTACHMENTS, type Message, type MessageKind } from "../message.js";
import { knownVisibleTicket, type Parts, sessionIn, visibleTicket } from "../parts.js";
import { personOf } from "../person.js";
import type { AppendResult, MessageRow } from "../ports/append.js";
import { type Role, sideOf } from "../role.js";
import { cleanText, fingerprint } from "../text.js";
import type { Ticket } from "../ticket.js";
import type { Asker, Handler } from "./handler.js";

const MAX_CLIENT_ID_LENGTH = 200;
const MAY_SPEAK_FOR_THE_SYSTEM: readonly Role[] = ["admin", "service", "bot"];

/** Stores a message, then announces it. SPEC: acked means stored, said once. */
export const postMessage: Handler<"message.post"> = (parts, caller, input) =>
  new Promise((done, failed) => {
    post(parts, caller, input, { done, failed });
  });

/** The same for who has no need of a promise. Whoever is known at once is served at once, so that none overtakes another. */
export function post(
  parts: Parts,
  caller: Caller,
  input: Commands["message.post"]["input"],
  asker: Asker<"message.post">,
): void {
  try {
    const ticket = knownVisibleTicket(parts, caller, input.ticket);
    if (ticket) append(parts, caller, ticket, input, asker);
    else {
      visibleTicket(parts, caller, input.ticket)
        .then((found) => append(parts, caller, found, input, asker))
        .catch((failure: unknown) => asker.failed(failure));
    }
  } catch (failure) {
    asker.failed(failure);
  }
}

function append(
  parts: Parts,
  caller: Caller,
  ticket: Ticket,
  input: Commands["message.post"]["input"],
  asker: Asker<"message.post">,
): void {
  const row = rowFor(parts, caller, ticket, input);
  parts.commit.add(row, new Posting(parts, caller, ticket, row, asker));
}

/** A message on its way: one object for all that happens to it, since thousands wait at a time. */
class Posting implements Appending {
  #message: Message | undefined;

  constructor(
    private readonly parts: Parts,
    private readonly caller: Caller,
    private readonly ticket: Ticket,
    private readonly row: MessageRow,
    private readonly asker: Asker<"message.post">,
  ) {}

  stored(result: AppendResult): void {
    if (result.status !== "stored") return;
    const message = messageFrom(this.row, result, this.caller);
    this.#message = message;
    this.parts.meter.posted(this.caller.language.name);
    const { seq, hidden, audience, createdAt: at, ticketId } = message;
    const posted = { type: "message.posted", ticketId, seq, hidden, audience, at, message } as const;
    this.parts.announce(ticketId, result.then.length === 0 ? [posted] : [posted, ...result.then]);
  }

  done(result: AppendResult): void {
    this.parts.typing.stop(this.ticket.id, this.caller.identity.user.id, this.row.audience);
    if (result.status === "refused") this.failed(new ChatError(result.code, result.message, result.details));
    else if (result.status === "duplicate") this.#answer(result.message, true);
    else if (this.#message) this.#answer(this.#message, false);
    else this.failed(new Error("a stored message has not been announced"));
  }

  failed(reason: unknown): void {
    this.asker.failed(reason);
  }

  #answer(message: Message, duplicate: boolean): void {
    const { ticket } = this;
    this.asker.done({ ticket, audience: audienceOf(this.caller, ticket), message, duplicate });
  }
}

function rowFor(
  parts: Parts,
  caller: Caller,
  ticket: Ticket,
  input: Commands["message.post"]["input"],
): MessageRow {
  const text = cleanText(input.text);
  const attachmentIds = input.attachments ? [...new Set(input.attachments)] : [];
  const audience = input.audience ?? "public";
  // Without files there is nothing for the store to decide.
  const kind = input.kind ?? (attachmentIds.length > 0 ? null : "text");
  const clientId = checkedClientId(input.clientId);
  if (text.trim() === "" && attachmentIds.length === 0) {
    throw new ChatError("empty_message", "message or at least one file is required", { field: "text" });
  }
  if (attachmentIds.length > MAX_ATTACHMENTS) {
    throw new ChatError(
      "invalid",
      `message has ${attachmentIds.length} files, expected at most ${MAX_ATTACHMENTS}`,
      {
        field: "attachments",
      },
    );
  }
  if (audience === "internal" && audienceOf(caller, ticket) !== "internal") {
    throw new ChatError("forbidden", "internal notes are for staff only", { field: "audience" });
  }
  if (kind) checkKind(kind, caller.identity.role);
  const replyTo = input.replyTo ?? null;
  const said = [kind ?? "", audience, text, ...(replyTo ? [JSON.stringify(replyTo)] : [])];
  return {
    type: "message.posted",
    ticketId: ticket.id,
    senderId: caller.identity.user.id,
    audience,
    at: parts.clock.now(),
    id: parts.ids.uuid(),
    kind,
    text,
    attachmentIds,
    replyTo,
    clientId,
    fingerprint: clientId === null ? null : fingerprint(said),
    session: sessionIn(input.ticket, ticket)?.number ?? null,
    reopens: sideOf(caller.identity.role) === "customer" && kind !== "system",
  };
}

function checkedClientId(clientId: string | undefined): string | null {
  if (clientId === undefined) return null;
  if (clientId.length === 0 || clientId.length > MAX_CLIENT_ID_LENGTH) {
    throw new ChatError(
      "invalid",
      `client id has ${clientId.length} characters, expected 1 to ${MAX_CLIENT_ID_LENGTH}`,
      { field: "clientId" },
    );
  }
  return clientId;
}

function checkKind(kind: MessageKind, role: Role): void {
  if (kind === "system" && !MAY_SPEAK_FOR_THE_SYSTEM.includes(role)) {
    throw new ChatError("forbidden", `role ${role} may not send system messages`, { field: "kind" });
  }
}

function messageFrom(
  row: MessageRow,
  stored: Extract<AppendResult, { status: "stored" }>,
  caller: Caller,
): Message {
  return {
    id: row.id,
    number: stored.number,
    ticketId: row.ticketId,
    seq: stored.place.seq,
    hidden: stored.place.hidden,
    sender: personOf(caller.identity.user),
    kind: stored.kind,
    audience: row.audience,
    text: row.text,
    attachments: stored.attachments,
    clientId: row.clientId,
    createdAt: row.at,
    updatedAt: row.at,
    editedAt: null,
    deletedAt: null,
    replyTo: stored.replyTo,
    reactions: [],
    readBy: [],
  };
}
