import { expect, it } from "vitest";
import { z } from "zod";
import { CLIENT_KEY_FIELDS, clientKey, clientKeyOf, givenKeys } from "./client-key.js";

const schema = z.object(clientKey);

it("takes the sender's key under every name it goes by, numbers too", () => {
  for (const field of CLIENT_KEY_FIELDS) {
    expect(clientKeyOf(schema.parse({ [field]: "k1" }))).toBe("k1");
    expect(clientKeyOf(schema.parse({ [field]: 1700000000000 }))).toBe("1700000000000");
    expect(givenKeys(schema.parse({ [field]: "k1" }))).toEqual({ [field]: "k1" });
  }
});

it("takes the header too, and never two keys that differ", () => {
  expect(clientKeyOf({}, "k1")).toBe("k1");
  expect(clientKeyOf({ tempId: "k1" }, "k1")).toBe("k1");
  expect(() => clientKeyOf({ tempId: "k2" }, "k1")).toThrow("expected the Idempotency-Key");
});

it("knows no key where none is given", () => {
  expect(clientKeyOf(schema.parse({ temp_id: null }))).toBeUndefined();
  expect(givenKeys(schema.parse({}))).toEqual({});
});

it("refuses keys that are neither text nor number", () => {
  for (const key of [{}, [], true, Number.NaN])
    expect(schema.safeParse({ temp_id: key }).success).toBe(false);
});
