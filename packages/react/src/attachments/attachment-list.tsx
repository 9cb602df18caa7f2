import type { AttachmentView } from "@ticketwire/client";
import { AttachmentItem } from "./attachment-item.js";

/** The files of a message. */
export function AttachmentList({ attachments }: { readonly attachments: readonly AttachmentView[] }) {
  return (
    <>
      {attachments.map((attachment) => (
        <AttachmentItem key={attachment.id} attachment={attachment} />
      ))}
    </>
  );
}
