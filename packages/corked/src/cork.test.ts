import { Duplex } from "node:stream";
import { describe, expect, it } from "vitest";
import { corkUntilTurnEnds, isBehind } from "./cork.js";

/** A stream that notes each write, and has its reader take it when the test says so. */
class Pipe extends Duplex {
  readonly writes: string[] = [];
  taken: () => void = () => undefined;

  override _read(): void {}

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.writes.push(Buffer.concat(chunks.map(({ chunk }) => chunk)).toString());
    this.taken = done;
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe("what is written to a corked socket", () => {
  it("leaves in one write when the turn ends", async () => {
    const [one, two] = [new Pipe(), new Pipe()];
    for (const word of ["a", "b", "c"]) {
      for (const pipe of [one, two]) {
        corkUntilTurnEnds(pipe);
        pipe.write(word);
      }
      await Promise.resolve();
    }
    expect([one.writes, two.writes]).toEqual([[], []]);
    await nextTurn();
    expect([one.writes, two.writes]).toEqual([["abc"], ["abc"]]);
    one.taken();
    corkUntilTurnEnds(one);
    one.write("d");
    await nextTurn();
    expect(one.writes).toEqual(["abc", "d"]);
    expect(one.writableCorked).toBe(0);
  });

  it("leaves at once when the socket ends", async () => {
    const pipe = new Pipe();
    corkUntilTurnEnds(pipe);
    pipe.write("a");
    pipe.end();
    expect(pipe.writes).toEqual(["a"]);
    await nextTurn();
    expect(pipe.writes).toEqual(["a"]);
  });

  it("leaves with what somebody else has corked", async () => {
    const pipe = new Pipe();
    pipe.cork();
    pipe.write("theirs ");
    corkUntilTurnEnds(pipe);
    pipe.write("ours");
    await nextTurn();
    expect(pipe.writes).toEqual([]);
    pipe.uncork();
    expect(pipe.writes).toEqual(["theirs ours"]);
  });

  it("makes a socket behind only when an earlier turn has left something", async () => {
    const pipe = new Pipe();
    corkUntilTurnEnds(pipe);
    pipe.write("a");
    expect(isBehind(pipe)).toBe(false);
    await nextTurn();
    expect(isBehind(pipe)).toBe(true);
    corkUntilTurnEnds(pipe);
    pipe.write("b");
    expect(isBehind(pipe)).toBe(true);
    pipe.taken();
    await nextTurn();
    pipe.taken();
    await nextTurn();
    expect(isBehind(pipe)).toBe(false);
    corkUntilTurnEnds(pipe);
    expect(isBehind(pipe)).toBe(false);
  });
});
