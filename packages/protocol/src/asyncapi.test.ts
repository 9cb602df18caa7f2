import { expect, test } from "vitest";
import { asyncApiDocument } from "./asyncapi.js";
import { clientEvents } from "./client-events.js";
import { serverEvents } from "./server-events.js";

const document = asyncApiDocument();
const everything = [...valuesIn(document)];

function* valuesIn(value: unknown): Iterable<Readonly<Record<string, unknown>>> {
  if (typeof value !== "object" || value === null) return;
  yield value as Readonly<Record<string, unknown>>;
  for (const inner of Object.values(value)) yield* valuesIn(inner);
}

function resolve(ref: string): unknown {
  return ref
    .slice(2)
    .split("/")
    .reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>> | undefined)?.[key], document);
}

test("says every event, each with the side that sends it", () => {
  const operations = document.operations as Readonly<Record<string, { readonly action: string }>>;
  const actions = Object.entries(operations).map(([name, { action }]) => [name, action]);
  const expected = [
    ...Object.keys(clientEvents).map((name) => [name, "receive"]),
    ...Object.keys(serverEvents).map((name) => [name, "send"]),
  ];
  expect(actions).toEqual(expected);
});

test("has no reference that leads nowhere", () => {
  const refs = everything.map(({ $ref }) => $ref).filter((ref) => typeof ref === "string");
  expect(refs.length).toBeGreaterThan(50);
  expect(refs.filter((ref) => resolve(ref) === undefined)).toEqual([]);
});

test("forbids no field that a later version may add", () => {
  const forbidding = everything.filter(
    (value) => (value as { readonly additionalProperties?: unknown }).additionalProperties === false,
  );
  expect(forbidding).toEqual([]);
});
