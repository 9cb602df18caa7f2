import { MAX_ATTACHMENTS, MAX_FILE_BYTES } from "@ticketwire/client";
import { useFormats, useTexts } from "../provider/surroundings.js";

/** What can be attached, in words. */
export function useLimits(): string {
  const { attachments: texts } = useTexts();
  return texts.limits(MAX_ATTACHMENTS, useFormats().size(MAX_FILE_BYTES));
}
