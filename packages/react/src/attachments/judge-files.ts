import { MAX_ATTACHMENTS, MAX_FILE_BYTES } from "@ticketwire/client";

/** What a file chooser offers first. What a file really is, the server finds in its content. */
export const ACCEPT =
  "image/jpeg,image/png,image/gif,image/webp,audio/*,.pdf,.doc,.docx,.xls,.xlsx,.txt,.log,.md,.csv";

/** What is refused by the server for sure, so that nobody waits for an upload to learn it. */
const NEVER_TAKEN =
  /^(image\/(?!(jpeg|jpg|png|gif|webp|apng)$)|video\/|font\/|application\/(zip|x-zip|gzip|x-tar|x-7z|vnd\.rar|x-rar|x-ms))/;

/** Why a file is not even uploaded. */
export type Refusal = { readonly why: "size" | "count" } | { readonly why: "kind"; readonly name: string };

/** Which files can be added to a message that has `count` already, in their order, and why the others can't. */
export function judgeFiles(
  files: readonly File[],
  count: number,
): { readonly taken: readonly File[]; readonly refusals: readonly Refusal[] } {
  const taken: File[] = [];
  const refusals: Refusal[] = [];
  for (const file of files) {
    if (NEVER_TAKEN.test(file.type)) refusals.push({ why: "kind", name: file.name });
    else if (file.size > MAX_FILE_BYTES) refusals.push({ why: "size" });
    else if (count + taken.length >= MAX_ATTACHMENTS) refusals.push({ why: "count" });
    else taken.push(file);
  }
  return { taken, refusals };
}
