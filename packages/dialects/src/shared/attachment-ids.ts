import type { Attachment } from "@ticketwire/core";
import { z } from "zod";
import type { Links } from "../dialect.js";

/**
 * The link to a file, with the attachment's id behind `#`. Browsers don't send that part, and a client
 * that keeps nothing but the link can give it back as an attachment.
 */
export function linkWithId(links: Links, attachment: Attachment): string {
  return `${links.to(attachment).url}#${attachment.id}`;
}

/** The same without the server's address. */
export function linkPathWithId(links: Links, attachment: Attachment): string {
  return `${links.to(attachment).path}#${attachment.id}`;
}

const EXPECTED = "expected an attachment id, a link the upload returned, or an object with either";

const name = z.string().min(1).transform(idIn);
const object = z
  .object({
    id: name.optional(),
    attachmentId: name.optional(),
    url: name.optional(),
    file_url: name.optional(),
  })
  .transform(({ id, attachmentId, url, file_url }) => id ?? attachmentId ?? url ?? file_url)
  .pipe(z.string());

/** Attachments in any form an upload gave them; what comes out are their ids. Null and nothing are an empty list. */
export const attachmentIds = z
  .array(z.union([name, object], { error: EXPECTED }), { error: "expected a list" })
  .nullish()
  .transform((ids) => ids ?? []);

function idIn(text: string): string {
  return text.includes("/") ? (text.split("#")[1] ?? text) : text;
}
