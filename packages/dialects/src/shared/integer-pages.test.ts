import { ANN, messageOf } from "@ticketwire/testkit";
import { expect, it } from "vitest";
import { z } from "zod";
import {
  integerPageFields,
  integerPageRequest,
  integerPaginationOf,
  integerPaginationShape,
} from "./integer-pages.js";

const head = { seq: 9, hidden: 0 };

it("makes a request of what a query has", () => {
  const query = z.object(integerPageFields);
  expect(integerPageRequest(query.parse({}))).toEqual({
    limit: undefined,
    before: undefined,
    after: undefined,
  });
  expect(integerPageRequest(query.parse({ limit: "20", before: "7", after: "5" }))).toEqual({
    limit: 20,
    before: { number: 7 },
    after: { number: 5 },
  });
  for (const wrong of [{ limit: "0" }, { limit: "x" }, { before: "x" }, { after: "1.5" }, { after: "" }]) {
    expect(query.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
  }
});

it("says where a page lies, and the cursors of the pages beside it", () => {
  const messages = [3, 4].map((number) => messageOf(ANN, { number }));
  const middle = integerPaginationOf({ messages, total: 7, hasOlder: true, hasNewer: true, head }, 2);
  expect(middle).toEqual({ limit: 2, total: 7, hasMore: true, hasNewer: true, before: 3, after: 4 });
  expect(integerPaginationShape.strict().parse(middle)).toEqual(middle);
  const empty = { messages: [], total: 0, hasOlder: false, hasNewer: false, head };
  expect(integerPaginationOf(empty, undefined)).toEqual({
    limit: 50,
    total: 0,
    hasMore: false,
    hasNewer: false,
    before: null,
    after: null,
  });
});
