import type { AttachmentView } from "@ticketwire/client";

/** The largest a picture is shown among messages, in px. */
const MAX_WIDTH_PX = 340;
const MAX_HEIGHT_PX = 320;

/** The least, so that it can be hit, and holds what is said when it did not load. */
const MIN_WIDTH_PX = 140;
const MIN_HEIGHT_PX = 80;

/** Where nothing is known of a picture. */
const UNKNOWN = { width: 280, height: 210 };

/** How large a picture is shown, in px: known before it has loaded, so that nothing moves when it has. */
export function sizeOf({ width, height }: Pick<AttachmentView, "width" | "height">): {
  readonly width: number;
  readonly height: number;
} {
  if (!width || !height) return UNKNOWN;
  const scale = Math.min(1, MAX_WIDTH_PX / width, MAX_HEIGHT_PX / height);
  return {
    width: Math.max(MIN_WIDTH_PX, Math.round(width * scale)),
    height: Math.max(MIN_HEIGHT_PX, Math.round(height * scale)),
  };
}
