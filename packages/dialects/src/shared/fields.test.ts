import { expect, it } from "vitest";
import { numberField, numberParam } from "./fields.js";

it("takes positive whole numbers for integer ids, and nothing that only looks like one", () => {
  for (const id of [1, 7, Number.MAX_SAFE_INTEGER]) expect(numberField.parse(id)).toBe(id);
  for (const wrong of ["1", 0, -1, 1.5, Number.NaN, 2 ** 53, null, undefined, true, [1], {}]) {
    expect(numberField.safeParse(wrong).error?.issues[0]?.message, String(wrong)).toBe(
      "expected a positive whole number",
    );
  }
});

it("reads integer ids from paths and queries as they are written, in one way only", () => {
  expect(numberParam.parse("17")).toBe(17);
  for (const wrong of [
    "",
    "0",
    "-1",
    "+1",
    "017",
    "1.0",
    "1e3",
    " 1",
    "0x1",
    "9007199254740993",
    "abc",
    1,
    null,
  ]) {
    expect(numberParam.safeParse(wrong).error?.issues[0]?.message, String(wrong)).toBe(
      "expected a positive whole number",
    );
  }
});
