import { expect, it } from "vitest";
import { Placeholders } from "./placeholders.js";

it("takes what is the same, and says where something is not", () => {
  const placeholders = new Placeholders();
  placeholders.match({ a: [1, { b: "x" }], c: null }, { a: [1, { b: "x" }], c: null });
  expect(() => placeholders.match({ a: [1, { b: "x" }] }, { a: [1, { b: "y" }] })).toThrow(
    "payload.a.1.b is",
  );
  expect(() => placeholders.match({ a: 1 }, { a: 1, b: 2 })).toThrow("payload.b is 2, expected nothing");
  expect(() => placeholders.match({ a: 1, b: 2 }, { a: 1 })).toThrow("payload.b is missing");
  expect(() => placeholders.match([], {})).toThrow("expected []");
  expect(() => placeholders.match([1], [1, 2])).toThrow("payload.1");
  expect(() => placeholders.match({}, null)).toThrow("payload is null");
});

it("takes anything of a placeholder's kind", () => {
  const placeholders = new Placeholders();
  placeholders.match(
    ["<id>", "<time>", "<url>", "<number>", "<text>", "<any>", "<any>"],
    ["a-1", "2025-01-15T12:00:00.000Z", "http://x.test/y", 7, "words", null, { a: 1 }],
  );
  for (const [expected, wrong] of [
    ["<id>", "not an id"],
    ["<time>", "yesterday"],
    ["<time>", 1_700_000_000_000],
    ["<url>", "x"],
    ["<number>", "7"],
    ["<text>", ""],
  ]) {
    expect(() => placeholders.match(expected, wrong)).toThrow(String(expected));
  }
});

it("keeps what a named placeholder has stood for", () => {
  const placeholders = new Placeholders();
  placeholders.match({ id: "<id:first>" }, { id: "m-1" });
  placeholders.match(["<id:first>"], ["m-1"]);
  expect(() => placeholders.match(["<id:first>"], ["m-2"])).toThrow('expected "m-1" as before');
  expect(placeholders.fill({ before: "<id:first>", path: "/x?before=<id:first>&y=<id:other>" })).toEqual({
    before: "m-1",
    path: "/x?before=m-1&y=<id:other>",
  });
  placeholders.match("/x/<id:first>", "/x/m-1");
});

it("fills in what is known beforehand", () => {
  const placeholders = new Placeholders();
  placeholders.keep("<token:bob>", "x.y.z");
  expect(placeholders.fill({ token: "<token:bob>" })).toEqual({ token: "x.y.z" });
});
