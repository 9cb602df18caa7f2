import {
  type Desk,
  FakeClock,
  MemoryStore,
  messageRow,
  openDesk,
  Random,
  readAll,
  settled,
} from "@ticketwire/testkit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ChatError } from "./errors.js";
import { DEFAULT_COMMIT_LIMITS, GroupCommit } from "./group-commit.js";
import type { AppendResult, MessageRow } from "./ports/append.js";

/** A store that remembers how many rows came in each batch. */
class BatchStore extends MemoryStore {
  readonly batches: number[] = [];

  override append(rows: readonly MessageRow[]): Promise<readonly AppendResult[]> {
    this.batches.push(rows.length);
    return super.append(rows);
  }
}

interface Bench {
  readonly store: BatchStore;
  readonly desk: Desk;
  readonly commit: GroupCommit;
  /** Appends a row by its text; remembers it when stored, and when its promise settles. */
  append(text: string, over?: Partial<MessageRow>): Promise<AppendResult>;
  readonly announced: string[];
  readonly settledAs: string[];
}

async function bench(limits = DEFAULT_COMMIT_LIMITS): Promise<Bench> {
  const store = new BatchStore();
  const desk = await openDesk(store);
  const commit = new GroupCommit(store, limits);
  const announced: string[] = [];
  const settledAs: string[] = [];
  const append = (text: string, over: Partial<MessageRow> = {}): Promise<AppendResult> => {
    const result = commit.append(messageRow(desk, { text, ...over }), ({ status }) =>
      announced.push(`${text} ${status}`),
    );
    result.then(
      ({ status }) => settledAs.push(`${text} ${status}`),
      () => settledAs.push(`${text} failed`),
    );
    return result;
  };
  return { store, desk, commit, append, announced, settledAs };
}

describe("group commit", () => {
  it("commits at once when idle, and what comes in meanwhile together", async () => {
    const { store, append } = await bench();
    const held = store.hold("append", "after");
    const first = append("a");
    await held.reached;
    const rest = ["b", "c", "d"].map((text) => append(text));
    await settled();
    expect(store.batches).toEqual([1]);
    held.release();
    await Promise.all([first, ...rest]);
    expect(store.batches).toEqual([1, 3]);
  });

  it("takes what comes in in one turn into the first commit", async () => {
    const { store, append } = await bench();
    await Promise.all(["a", "b", "c"].map((text) => append(text)));
    expect(store.batches).toEqual([3]);
  });

  it("[S1] answers and announces nothing before the store has", async () => {
    const { store, append, announced, settledAs } = await bench();
    const held = store.hold("append", "after");
    const result = append("a");
    await held.reached;
    await settled();
    expect([announced, settledAs]).toEqual([[], []]);
    held.release();
    expect(await result).toMatchObject({ status: "stored", place: { seq: 1 } });
    expect(announced).toEqual(["a stored"]);
  });

  it("[S3] announces in the order of the log, each before it is acknowledged", async () => {
    const { desk, append, store, announced, settledAs } = await bench();
    const texts = Array.from({ length: 50 }, (_, n) => `m${n}`);
    await Promise.all(texts.map((text) => append(text)));
    expect((await readAll(store, desk.ticket.id)).map(({ text }) => `${text} stored`)).toEqual(announced);
    expect(settledAs).toEqual(announced);
  });

  it("[S2] lets one refused row fail alone, and answers a repeated one with the first", async () => {
    const { append } = await bench();
    const key = { clientId: "k", fingerprint: "f" };
    const results = await Promise.all([
      append("a", key),
      append("a", key),
      append("other", { ...key, fingerprint: "g" }),
      append("nowhere", { ticketId: 999 }),
      append("b"),
    ]);
    expect(results.map((one) => (one.status === "refused" ? one.code : one.status))).toEqual([
      "stored",
      "duplicate",
      "conflict",
      "not_found",
      "stored",
    ]);
    expect(results[1]).toMatchObject({ message: { text: "a", seq: 1 } });
  });

  it("[S1] fails a whole batch the store refuses, and goes on with the next", async () => {
    const { store, desk, append, announced } = await bench();
    const held = store.hold("append", "before");
    store.failNext("append", new ChatError("unavailable", "disk is full"));
    const lost = [append("a"), append("b")];
    await held.reached;
    const next = append("c");
    held.release();
    for (const one of lost) await expect(one).rejects.toMatchObject({ code: "unavailable" });
    expect(await next).toMatchObject({ status: "stored", place: { seq: 1 } });
    expect(announced).toEqual(["c stored"]);
    expect(await readAll(store, desk.ticket.id)).toHaveLength(1);
  });

  it("fails rows the store did not answer, and goes on", async () => {
    const { store, append } = await bench();
    const whole = store.append.bind(store);
    store.append = async (rows) => (await whole(rows)).slice(1);
    const [, unanswered] = await Promise.allSettled([append("a"), append("b")]);
    expect(unanswered?.status).toBe("rejected");
    store.append = whole;
    expect(await append("c")).toMatchObject({ status: "stored" });
  });

  it("[S9] stores and announces the others when announcing one fails", async () => {
    const { store, desk, commit, append, announced } = await bench();
    const broken = commit.append(messageRow(desk), () => {
      throw new Error("nobody wants to hear it");
    });
    const after = append("after");
    await expect(broken).rejects.toThrow("nobody wants to hear it");
    expect(await after).toMatchObject({ status: "stored", place: { seq: 2 } });
    expect(announced).toEqual(["after stored"]);
    expect(await readAll(store, desk.ticket.id)).toHaveLength(2);
  });

  it("puts no more rows and bytes into one commit than allowed", async () => {
    const { store, append } = await bench({ batchRows: 4, batchBytes: 2000, waitingBytes: 1e6 });
    const held = store.hold("append", "after");
    const work = [append("first")];
    await held.reached;
    for (let n = 0; n < 10; n++) work.push(append("x"));
    for (let n = 0; n < 3; n++) work.push(append("y".repeat(400)));
    work.push(append("z".repeat(5000)), append("last"));
    held.release();
    await Promise.all(work);
    expect(store.batches).toEqual([1, 4, 4, 3, 2, 1, 1]);
  });

  it("refuses, for now, what would make too much wait, and takes it again later", async () => {
    const { store, commit, desk, append } = await bench({
      batchRows: 10,
      batchBytes: 1e6,
      waitingBytes: 1000,
    });
    const held = store.hold("append", "after");
    const work = [append("first")];
    await held.reached;
    work.push(append("x".repeat(300)));
    const tooMuch = commit.append(messageRow(desk, { text: "x" }), () => {});
    await expect(tooMuch).rejects.toThrow(ChatError);
    await expect(tooMuch).rejects.toMatchObject({ code: "unavailable", retryable: true });
    held.release();
    await Promise.all(work);
    expect(await append("x".repeat(300))).toMatchObject({ status: "stored" });
  });

  it("[S10] is drained when nothing waits any more", async () => {
    const { store, commit, append, settledAs } = await bench({ ...DEFAULT_COMMIT_LIMITS, batchRows: 1 });
    await commit.drained();
    for (const text of ["a", "b", "c"]) void append(text);
    await commit.drained();
    await settled();
    expect(settledAs).toHaveLength(3);
    expect(store.batches).toEqual([1, 1, 1]);
  });

  it("[S1] [S2] keeps acks and log the same, whatever arrives when and whichever commits fail", () =>
    fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const random = new Random(seed);
        const { store, desk, append } = await bench({ batchRows: 3, batchBytes: 3000, waitingBytes: 1e6 });
        const clock = new FakeClock();
        const outcomes: Promise<void>[] = [];
        const stored: string[] = [];
        for (let n = 0; n < 40; n++) {
          const key = `${random.below(25)}`;
          if (random.chance(0.1)) store.failNext("append");
          const over = { clientId: key, fingerprint: key, at: clock.now() };
          outcomes.push(
            append(key, over).then(
              ({ status }) => {
                if (status === "stored") stored.push(key);
              },
              () => {},
            ),
          );
          if (random.chance(0.3)) await settled();
        }
        await Promise.all(outcomes);
        const log = await readAll(store, desk.ticket.id);
        expect(log.map(({ text }) => text)).toEqual(stored);
        expect(new Set(stored).size).toBe(stored.length);
        expect(log.map(({ seq }) => seq)).toEqual(log.map((_, n) => n + 1));
      }),
      { numRuns: 100, interruptAfterTimeLimit: 10_000 },
    ));
});
