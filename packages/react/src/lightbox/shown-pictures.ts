import type { AttachmentView, TicketMessage } from "@ticketwire/client";
import { isPicture } from "../attachments/is-picture.js";

/** A picture, and the message it was sent with. */
export interface ShownPicture {
  readonly attachment: AttachmentView;
  readonly messageId: string;
}

/** The pictures of a conversation as far as it is loaded, oldest first. */
export function shownPictures(messages: readonly TicketMessage[]): readonly ShownPicture[] {
  return messages
    .filter(({ deletedAt }) => deletedAt === null)
    .flatMap(({ id, attachments }) =>
      attachments.filter(isPicture).map((attachment) => ({ attachment, messageId: id })),
    );
}
