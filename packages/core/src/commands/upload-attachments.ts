import { ChatError } from "../errors.js";
import { type Attachment, MAX_ATTACHMENTS, type Media } from "../message.js";
import { visibleTicket } from "../parts.js";
import type { KeptFile } from "../ports/files.js";
import type { Handler } from "./handler.js";

/** Takes in files for a later message: all of them, or none. */
export const uploadAttachments: Handler<"attachment.upload"> = async (parts, caller, input) => {
  const ticket = input.ticket ? await visibleTicket(parts, caller, input.ticket) : null;
  const attachments: Attachment[] = [];
  const takesAudio = caller.language.speaksAudio ?? false;
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
      const { picture, ...kept } = await parts.files.keep(file, takesAudio);
      const media = mediaOf(kept.type, picture, input.recording);
      attachments.push({ ...kept, media, id: parts.ids.uuid(), uploadedAt: parts.clock.now() });
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

function mediaOf(
  type: string,
  picture: KeptFile["picture"],
  recording: Pick<Media, "durationMs" | "levels"> | undefined,
): Media | null {
  if (picture) return { ...picture, durationMs: null, levels: null };
  return recording && type.startsWith("audio/") ? { width: null, height: null, ...recording } : null;
}
