import { expect, it } from "vitest";
import { pageRequest } from "./numbered-pages.js";

it("counts pages back from the newest message", () => {
  const nothing = { before: undefined, after: undefined };
  expect(pageRequest(nothing)).toEqual({ limit: undefined, skip: 0, ...nothing });
  expect(pageRequest({ ...nothing, page: 3 })).toMatchObject({ skip: 100 });
  expect(pageRequest({ ...nothing, page: 3, limit: 20 })).toMatchObject({ limit: 20, skip: 40 });
  expect(pageRequest({ ...nothing, page: 2, limit: 9999 })).toMatchObject({ skip: 200 });
  expect(pageRequest({ before: "m-1", after: undefined, limit: 20 })).toMatchObject({
    before: { id: "m-1" },
    skip: 0,
  });
  expect(() => pageRequest({ before: "m-1", after: undefined, page: 2 })).toThrow(/cursor/);
});
