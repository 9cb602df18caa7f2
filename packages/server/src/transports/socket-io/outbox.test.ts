import { expect, test } from "vitest";
import { Outbox } from "./outbox.js";

function gatheringInto(written: string[], what: string) {
  return { flush: () => void written.push(what) };
}

test("what is gathered leaves when the code that runs is done, before what follows from it", async () => {
  const written: string[] = [];
  const outbox = new Outbox(() => {});
  outbox.add(gatheringInto(written, "event"));
  const answered = Promise.resolve().then(() => written.push("answer"));
  expect(written).toEqual([]);
  await answered;
  expect(written).toEqual(["event", "answer"]);
});

test("what is asked for earlier leaves at once, and once", async () => {
  const written: string[] = [];
  const outbox = new Outbox(() => {});
  outbox.add(gatheringInto(written, "a"));
  outbox.add(gatheringInto(written, "b"));
  outbox.flush();
  expect(written).toEqual(["a", "b"]);
  outbox.add(gatheringInto(written, "c"));
  await Promise.resolve();
  expect(written).toEqual(["a", "b", "c"]);
});

test("one that can't be written is told of, and harms nobody else", () => {
  const written: string[] = [];
  const failures: unknown[] = [];
  const outbox = new Outbox((failure) => failures.push(failure));
  const failure = new Error("closed");
  outbox.add({
    flush: () => {
      throw failure;
    },
  });
  outbox.add(gatheringInto(written, "b"));
  outbox.flush();
  expect([written, failures]).toEqual([["b"], [failure]]);
});
