import type { AttachmentView } from "@ticketwire/client";

/** Whether a file is shown as a picture. */
export function isPicture({ type }: Pick<AttachmentView, "type">): boolean {
  return type.startsWith("image/");
}
