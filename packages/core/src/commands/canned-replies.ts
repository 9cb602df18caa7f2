import type { CannedReplyDraft } from "../canned-reply.js";
import { type CannedReply, MAX_CANNED_REPLIES } from "../canned-reply.js";
import { ChatError } from "../errors.js";
import { cleanText } from "../text.js";
import type { Handler } from "./handler.js";
import { requireStaff } from "./staff.js";
import { requireHost } from "./tickets.js";

const MAX_ID_LENGTH = 100;
const MAX_SHORTCUT_LENGTH = 50;
const MAX_TITLE_LENGTH = 200;
const MAX_TEXT_LENGTH = 5000;

/** Lists what the caller may answer with. */
export const listCannedReplies: Handler<"canned_reply.list"> = async (parts, caller) => {
  requireStaff(caller);
  return { replies: await parts.store.cannedReplies(caller.identity.user.id) };
};

/** Keeps one: the caller's own, or everybody's. */
export const putCannedReply: Handler<"canned_reply.put"> = async (parts, caller, input) => {
  requireStaff(caller);
  const { isShared, ...draft } = checked(input.reply);
  if (isShared) requireHost(caller);
  const ownerId = isShared ? null : caller.identity.user.id;
  const reply: CannedReply = { ...draft, ownerId, updatedAt: parts.clock.now() };
  await parts.store.putCannedReply(reply, MAX_CANNED_REPLIES);
  return { reply };
};

/** Forgets one: the caller's own, or, for who may write them, everybody's. */
export const deleteCannedReply: Handler<"canned_reply.delete"> = async (parts, caller, { id }) => {
  requireStaff(caller);
  const { user, role } = caller.identity;
  const isGone =
    (await parts.store.deleteCannedReply(id, user.id)) ||
    ((role === "admin" || role === "service") && (await parts.store.deleteCannedReply(id, null)));
  if (!isGone) throw new ChatError("not_found", `no canned reply ${id} for this user`, { field: "id" });
  return { id };
};

function checked(said: CannedReplyDraft): CannedReplyDraft {
  const title = cleanText(said.title).trim();
  const text = cleanText(said.text);
  if (!/^[^\s/\p{C}]+$/u.test(said.shortcut)) {
    throw new ChatError("invalid", "shortcut has a space or a slash, expected one word", {
      field: "shortcut",
    });
  }
  checkLength("id", said.id, MAX_ID_LENGTH);
  checkLength("shortcut", said.shortcut, MAX_SHORTCUT_LENGTH);
  checkLength("title", title, MAX_TITLE_LENGTH);
  checkLength("text", text.trim() === "" ? "" : text, MAX_TEXT_LENGTH);
  return { ...said, title, text };
}

function checkLength(field: string, text: string, most: number): void {
  if (text.length > 0 && text.length <= most) return;
  throw new ChatError("invalid", `${field} has ${text.length} characters, expected 1 to ${most}`, { field });
}
