import { ChatError } from "../errors.js";
import { type Attachment, MAX_ATTACHMENTS } from "../message.js";
import { visibleTicket } from "../parts.js";
import type { Handler } from "./handler.js";

/** Takes in files for a later message: all of them, or none. */
export const uploadAttachments: Handler<"attachment.upload"> = async (parts, caller, input) => {
  const ticket = input.ticket ? await visibleTicket(parts, caller, input.ticket) : null;
  const attachments: Attachment[] = [];
  try {
    for await (const file of input.files) {
      if (attachments.length === MAX_ATTACHMENTS) {
        throw new ChatError(
          "invalid",
          `more than ${MAX_ATTACHMENTS} files, expected at most ${MAX_ATTACHMENTS}`,
          {
            field: "files",
          },
        );
      }
      const kept = await parts.files.keep(file);
      attachments.push({ ...kept, id: parts.ids.uuid(), uploadedAt: parts.clock.now() });
    }
    if (attachments.length === 0 && !input.optional)
      throw new ChatError("invalid", "no file, expected at least one", { field: "files" });
    if (attachments.length > 0)
      await parts.store.addAttachments(ticket?.id ?? null, caller.identity.user.id, attachments);
  } catch (failure) {
    await Promise.allSettled(attachments.map(({ storedName }) => parts.files.discard(storedName)));
    throw failure;
  }
  return { ticket, attachments };
};
