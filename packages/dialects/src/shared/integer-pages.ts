import { type MessagePage, type PageRequest, pageSize } from "@ticketwire/core";
import { z } from "zod";
import { countField, numberParam } from "./fields.js";

/** Which page of the history is wanted, by the integer of a message; without a cursor the newest. */
export const integerPageFields = {
  limit: countField.optional(),
  before: numberParam.optional(),
  after: numberParam.optional(),
};

/** What a client gives for a page of the history. */
export type IntegerPageFields = z.output<z.ZodObject<typeof integerPageFields>>;

/** Where a page lies in the history. `before` and `after` are the cursors of the pages next to it. */
export const integerPaginationShape = z.object({
  limit: z.number(),
  total: z.number(),
  hasMore: z.boolean(),
  hasNewer: z.boolean(),
  before: z.number().nullable(),
  after: z.number().nullable(),
});

/** Where a page lies in the history, as it is said. */
export type IntegerPaginationShape = z.infer<typeof integerPaginationShape>;

/** The page a client asked for. */
export function integerPageRequest({ limit, before, after }: IntegerPageFields): PageRequest {
  return { limit, before: keyOf(before), after: keyOf(after) };
}

/** Where a page lies; `limit` is what the client gave for it. */
export function integerPaginationOf(page: MessagePage, limit: number | undefined): IntegerPaginationShape {
  const { messages, total, hasOlder, hasNewer } = page;
  return {
    limit: pageSize(limit),
    total,
    hasMore: hasOlder,
    hasNewer,
    before: hasOlder ? (messages[0]?.number ?? null) : null,
    after: messages.at(-1)?.number ?? null,
  };
}

/** What an integer names; nothing when it was left out. */
export function keyOf(number: number | null | undefined): { readonly number: number } | undefined {
  return number === null || number === undefined ? undefined : { number };
}
