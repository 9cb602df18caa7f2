import { ChatError, type MessagePage, type PageRequest, pageSize, type Session } from "@ticketwire/core";
import type { Links } from "../dialect.js";
import { messageObject } from "./objects.js";
import type { MessageShape, PageFields, PaginationShape } from "./shapes.js";

/** The page a client asked for. An offset counts back from the newest message, so it excludes cursors. */
export function pageRequest({ limit, offset, before, after }: PageFields): PageRequest {
  if ((offset ?? 0) > 0 && (before !== undefined || after !== undefined)) {
    throw new ChatError("invalid", `offset is ${offset} beside a cursor, expected one of the two`, {
      field: "offset",
    });
  }
  return {
    limit: limit ?? undefined,
    skip: offset ?? 0,
    before: before === undefined ? undefined : { id: before },
    after: after === undefined ? undefined : { id: after },
  };
}

/** A page of a session's messages and where it lies; `asked` is what the client gave for it. */
export function pageObject(
  { messages, total, hasOlder }: MessagePage,
  asked: PageFields,
  session: Session,
  links: Links,
): { readonly messages: readonly MessageShape[]; readonly pagination: PaginationShape } {
  return {
    messages: messages.map((message) => messageObject(message, session, links)),
    pagination: {
      limit: pageSize(asked.limit ?? undefined),
      offset: asked.offset ?? 0,
      total,
      has_more: hasOlder,
      before: hasOlder ? (messages[0]?.id ?? null) : null,
      after: messages.at(-1)?.id ?? null,
    },
  };
}
