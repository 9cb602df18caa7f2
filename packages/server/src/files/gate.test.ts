import { expect, test } from "vitest";
import { Gate } from "./gate.js";

/** A job that runs until it is told to end. */
function job(): {
  readonly run: () => Promise<string>;
  readonly started: () => boolean;
  readonly end: () => void;
} {
  let hasStarted = false;
  let end = (): void => {};
  const ended = new Promise<string>((resolve) => {
    end = () => resolve("done");
  });
  const run = (): Promise<string> => {
    hasStarted = true;
    return ended;
  };
  return { run, started: () => hasStarted, end };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("as many jobs run as there are places, the others in their order", async () => {
  const gate = new Gate(2);
  const [a, b, large, small] = [job(), job(), job(), job()];
  const results = [gate.run(a.run), gate.run(b.run), gate.run(large.run, 2), gate.run(small.run)];
  const started = async (): Promise<readonly boolean[]> => {
    await turn();
    return [a, b, large, small].map((each) => each.started());
  };
  expect(await started()).toEqual([true, true, false, false]);
  a.end();
  expect(await started()).toEqual([true, true, false, false]);
  b.end();
  expect(await started()).toEqual([true, true, true, false]);
  large.end();
  expect(await started()).toEqual([true, true, true, true]);
  small.end();
  expect(await Promise.all(results)).toEqual(["done", "done", "done", "done"]);
});

test("a job that fails gives its place back", async () => {
  const gate = new Gate(1);
  await expect(gate.run(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await gate.run(() => Promise.resolve(1))).toBe(1);
});
