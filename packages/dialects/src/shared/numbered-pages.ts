import { ChatError, type MessagePage, type PageRequest, pageSize } from "@ticketwire/core";
import { z } from "zod";
import { countField, optionalText } from "./fields.js";

/** Which page of the history is wanted, by number or by cursor. */
export const pageFields = {
  page: countField.nullish(),
  limit: countField.nullish(),
  before: optionalText,
  after: optionalText,
};

/** What a client gives for a page of the history. */
export type PageFields = z.output<z.ZodObject<typeof pageFields>>;

/** Where a page lies in the history. `before` and `after` are the cursors of the pages next to it. */
export const paginationShape = z.object({
  page: z.number(),
  limit: z.number(),
  total: z.number(),
  totalPages: z.number(),
  hasMore: z.boolean(),
  hasNext: z.boolean(),
  hasPrev: z.boolean(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

/** Where a page lies in the history, as it is said. */
export type PaginationShape = z.infer<typeof paginationShape>;

/** The page a client asked for. Pages by number count back from the newest message, so they exclude cursors. */
export function pageRequest({ page, limit, before, after }: PageFields): PageRequest {
  const skipped = (page ?? 1) - 1;
  if (skipped > 0 && (before !== undefined || after !== undefined)) {
    throw new ChatError("invalid", `page is ${page} beside a cursor, expected one of the two`, {
      field: "page",
    });
  }
  return {
    limit: limit ?? undefined,
    skip: skipped * pageSize(limit ?? undefined),
    before: before === undefined ? undefined : { id: before },
    after: after === undefined ? undefined : { id: after },
  };
}

/** Where a page lies; `asked` is what the client gave for it. */
export function paginationOf(page: MessagePage, asked: PageFields): PaginationShape {
  const { messages, total, hasOlder, hasNewer } = page;
  const limit = pageSize(asked.limit ?? undefined);
  return {
    page: asked.page ?? 1,
    limit,
    total,
    totalPages: Math.ceil(total / limit),
    hasMore: hasOlder,
    hasNext: hasOlder,
    hasPrev: hasNewer,
    before: hasOlder ? (messages[0]?.id ?? null) : null,
    after: messages.at(-1)?.id ?? null,
  };
}
