import type { Answer, MessageView } from "@ticketwire/protocol";
import { clientEnvironment, FakeClock, settled } from "@ticketwire/testkit";
import { beforeEach, expect, test } from "vitest";
import { RequestError, unanswered } from "./failures.js";
import { Outbox } from "./outbox.js";

interface Sent {
  readonly clientId: string;
  readonly text: string | undefined;
  readonly stored: () => Promise<void>;
  readonly refused: (error: Error) => Promise<void>;
}

let clock: FakeClock;
let sent: Sent[];
let online: boolean;
let logEnd: number;
let kept: Map<string, string>;
let outbox: Outbox;

beforeEach(() => {
  clock = new FakeClock();
  sent = [];
  online = true;
  logEnd = 0;
  kept = new Map();
  let seq = 0;
  outbox = new Outbox({
    environment: clientEnvironment(clock),
    isReachable: () => online,
    keep: ({ clientId, progress }) => kept.set(clientId, progress.at),
    forget: ({ clientId }) => kept.delete(clientId),
    isKnown: (message) => message.seq <= logEnd,
    changed: () => {},
    post: ({ clientId, text }) =>
      new Promise<Answer<"post">>((resolve, reject) => {
        sent.push({
          clientId,
          text,
          stored: () => {
            seq += 1;
            resolve({
              ok: true,
              message: { clientId, seq, id: `m-${seq}` } as MessageView,
              duplicate: false,
            });
            return settled();
          },
          refused: (error) => {
            reject(error);
            return settled();
          },
        });
      }),
  });
});

const refusal = (code: RequestError["code"], retryable: boolean, retryAfterMs?: number) =>
  new RequestError({
    code,
    message: "no luck",
    retryable,
    ...(retryAfterMs === undefined ? {} : { details: { retryAfterMs } }),
  });
const progress = () => outbox.entries.map((entry) => `${entry.draft.text}: ${entry.progress.at}`);
const last = (): Sent => {
  const found = sent.at(-1);
  if (!found) throw new Error("nothing was sent");
  return found;
};

test("[S3] sends one after the other, in order", async () => {
  for (const text of ["one", "two", "three"]) outbox.add({ text });
  for (const text of ["one", "two", "three"]) {
    expect(sent.at(-1)?.text).toBe(text);
    expect(sent.filter((one) => one.text === text)).toHaveLength(1);
    await last().stored();
  }
  expect(progress()).toEqual(["one: sent", "two: sent", "three: sent"]);
  expect(sent).toHaveLength(3);
});

test("[S2] a message whose answer was lost is sent again under the same client id", async () => {
  outbox.add({ text: "one" });
  online = false;
  await last().refused(unanswered());
  await clock.advance(60_000);
  expect(sent).toHaveLength(1);
  online = true;
  outbox.flush();
  expect(sent.map(({ clientId }) => clientId)).toEqual(["id-1", "id-1"]);
  await last().stored();
  expect(progress()).toEqual(["one: sent"]);
});

test("waits for as long as the server says, and nobody overtakes", async () => {
  outbox.add({ text: "one" });
  outbox.add({ text: "two" });
  await last().refused(refusal("rate_limited", true, 7000));
  await clock.advance(6999);
  expect(sent).toHaveLength(1);
  await clock.advance(1);
  expect(sent.map(({ text }) => text)).toEqual(["one", "one"]);
});

test("those whom a server refuses at once do not come back at once", async () => {
  const others = [0, 0.5, 0.8].map((random) => {
    const tries: number[] = [];
    const one = new Outbox({
      environment: { ...clientEnvironment(clock), random: () => random },
      isReachable: () => true,
      keep: () => {},
      forget: () => {},
      isKnown: () => false,
      changed: () => {},
      post: () => {
        tries.push(clock.now());
        return Promise.reject(refusal("unavailable", true, 1000));
      },
    });
    one.add({ text: "one" });
    return tries;
  });
  const begun = clock.now();
  await clock.advance(1499);
  expect(others.map((tries) => tries.slice(1).map((at) => at - begun))).toEqual([[1000], [1250], [1400]]);
});

test("what is refused for good fails alone, and can be tried again after the others", async () => {
  const one = outbox.add({ text: "one" });
  outbox.add({ text: "two" });
  await last().refused(refusal("invalid", false));
  expect(progress()).toEqual(["one: failed", "two: waiting"]);
  expect(sent.at(-1)?.text).toBe("two");
  outbox.retry(one);
  await last().stored();
  expect(sent.map(({ text }) => text)).toEqual(["one", "two", "one"]);
});

test("what the server fails on again and again does not hold up the others for ever", async () => {
  outbox.add({ text: "poison" });
  outbox.add({ text: "two" });
  for (let tries = 1; tries <= 5; tries++) {
    expect(last().text).toBe("poison");
    await last().refused(refusal("internal", true, 1));
    await clock.advance(1);
  }
  expect(progress()).toEqual(["poison: failed", "two: waiting"]);
  expect(last().text).toBe("two");
});

test("a text that might end the connection is not even tried", async () => {
  outbox.add({ text: "x".repeat(100_001) });
  outbox.add({ text: "two" });
  await settled();
  expect(sent.map(({ text }) => text)).toEqual(["two"]);
  expect(outbox.entries[0]?.progress).toMatchObject({ at: "failed", error: { code: "too_large" } });
});

test("what is taken back is not sent", async () => {
  online = false;
  const one = outbox.add({ text: "one" });
  outbox.add({ text: "two" });
  outbox.discard(one);
  online = true;
  outbox.flush();
  expect(sent.map(({ text }) => text)).toEqual(["two"]);
});

test("a message that comes as an event and as an answer is one, whichever is first", async () => {
  outbox.add({ text: "one" });
  outbox.settle(1, [{ clientId: "id-1" } as MessageView]);
  expect(progress()).toEqual([]);
  await last().stored();
  expect(progress()).toEqual([]);

  outbox.add({ text: "two" });
  await last().stored();
  expect(progress()).toEqual(["two: sent"]);
  outbox.settle(1, []);
  expect(progress()).toEqual(["two: sent"]);
  outbox.settle(2, []);
  expect(progress()).toEqual([]);

  logEnd = 3;
  outbox.add({ text: "three" });
  await last().stored();
  expect(progress()).toEqual([]);
});

test("a message that was found in the log is not sent again", async () => {
  online = false;
  outbox.add({ text: "one" });
  outbox.settle(9, [{ clientId: "id-1" } as MessageView]);
  online = true;
  outbox.flush();
  expect(sent).toEqual([]);
});

test("what waits or has failed is kept, and what is stored or taken back is not", async () => {
  const keptNow = () => Object.fromEntries(kept);
  const one = outbox.add({ text: "one" });
  const two = outbox.add({ text: "two" });
  outbox.add({ text: "three" });
  expect(keptNow()).toEqual({ "id-1": "waiting", "id-2": "waiting", "id-3": "waiting" });
  await last().stored();
  await last().refused(refusal("invalid", false));
  expect(keptNow()).toEqual({ "id-2": "failed", "id-3": "waiting" });
  expect(outbox.counts).toEqual({ pending: 1, failed: 1 });
  outbox.retry(two);
  expect(keptNow()).toEqual({ "id-2": "waiting", "id-3": "waiting" });
  outbox.discard(two);
  outbox.settle(9, [{ clientId: "id-3" } as MessageView]);
  expect(keptNow()).toEqual({});
  expect(outbox.entries.map(({ clientId }) => clientId)).not.toContain(one);
});

test("[S2][S3] what an earlier client has left goes out under its client ids, in order, before what is newer", async () => {
  online = false;
  outbox.add({ text: "new" });
  const left = (clientId: string, order: number, error?: RequestError) => ({
    ticket: "t-1",
    clientId,
    draft: { text: clientId },
    at: order,
    order,
    keeper: "another",
    ...(error ? { error: error.toWire() } : {}),
  });
  outbox.restore([left("old-2", 2), left("old-1", 1), left("old-3", 3, refusal("invalid", false))]);
  outbox.restore([left("old-1", 1)]);
  expect(progress()).toEqual(["old-1: waiting", "old-2: waiting", "old-3: failed", "new: waiting"]);
  online = true;
  outbox.flush();
  for (const clientId of ["old-1", "old-2", "id-1"]) {
    expect(last().clientId).toBe(clientId);
    await last().stored();
  }
  expect(sent).toHaveLength(3);
});
