import type { AppendResult, Attachment, Message, MessageRow } from "@ticketwire/core";
import { refused } from "./refusal.js";

/** No fingerprint and no digest contains it. */
const BREAK = "\n";

/** What tells a message from another one under the same client id: its body and the digests of its files. */
export function fingerprintOf(
  { fingerprint }: MessageRow,
  attachments: readonly Attachment[],
): string | null {
  if (attachments.length === 0) return fingerprint;
  return [fingerprint ?? "", ...attachments.map(({ digest }) => digest)].join(BREAK);
}

/** What a row gets that a sender has said before: the first message, or a refusal when that was another one. */
export function saidBefore(
  row: MessageRow,
  message: Message,
  fingerprint: string | null,
  digestOf: (fileId: string) => string | undefined,
): AppendResult {
  return isSame(row, message, fingerprint, digestOf)
    ? { status: "duplicate", message }
    : refused("conflict", `client id ${row.clientId} was used for another message`, "clientId");
}

/** Files are compared by content: they may have been uploaded afresh. */
function isSame(
  row: MessageRow,
  { deletedAt }: Message,
  fingerprint: string | null,
  digestOf: (fileId: string) => string | undefined,
): boolean {
  if (row.attachmentIds.length === 0) return fingerprint === row.fingerprint;
  const [body, ...digests] = fingerprint?.split(BREAK) ?? [];
  return (
    body === (row.fingerprint ?? "") &&
    digests.length === row.attachmentIds.length &&
    row.attachmentIds.every((id, index) => {
      const digest = digestOf(id);
      // The files of a deleted message are gone, and were its own as far as anybody can tell.
      return digest === undefined ? deletedAt !== null : digest === digests[index];
    })
  );
}
