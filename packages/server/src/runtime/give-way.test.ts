import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

/** What a process asks for, by `os.getPriority`, that was started with `nice` and gave way to its writer. */
function after(nice: number, databaseUrl?: string): number {
  const script = `
    import { getPriority, setPriority } from "node:os";
    import { giveWayToWriter } from ${JSON.stringify(new URL("give-way.js", import.meta.url))};
    setPriority(${nice});
    giveWayToWriter(${JSON.stringify({ databaseUrl })});
    console.log(getPriority());`;
  return Number(execFileSync(process.execPath, ["--input-type=module", "--eval", script]));
}

it.each([
  [0, 3],
  [10, 13],
  [18, 19],
])(
  "started with nice %i, the event loop asks for less: %i, where threads have priorities",
  (nice, expected) => {
    expect(after(nice)).toBe(process.platform === "linux" ? expected : nice);
  },
);

it("asks for what it was given where another process writes", () => {
  expect(after(10, "postgres://localhost/chat")).toBe(10);
});
