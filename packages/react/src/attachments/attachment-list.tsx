import type { AttachmentView } from "@ticketwire/client";
import { PictureGrid } from "../pictures/picture-grid.js";
import { VoiceMessage } from "../voice/voice-message.js";
import { FileCard } from "./file-card.js";
import { isPicture } from "./is-picture.js";

interface AttachmentListProps {
  readonly attachments: readonly AttachmentView[];
  readonly messageId: string;
}

/** The files of a message: pictures together, recordings to be played, all others as cards. */
export function AttachmentList({ attachments, messageId }: AttachmentListProps) {
  const pictures = attachments.filter(isPicture);
  return (
    <>
      {pictures.length > 0 && <PictureGrid pictures={pictures} messageId={messageId} />}
      {attachments.map((attachment) => {
        if (isPicture(attachment)) return null;
        const Shown = attachment.type.startsWith("audio/") ? VoiceMessage : FileCard;
        return <Shown key={attachment.id} attachment={attachment} messageId={messageId} />;
      })}
    </>
  );
}
