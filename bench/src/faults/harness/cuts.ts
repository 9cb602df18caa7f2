import type { FlakyProxy } from "@ticketwire/testkit";

/** A way in which a line can fail, and be well again. */
export interface Cut {
  readonly name: string;
  set(line: FlakyProxy, isCut: boolean): void;
}

/** A line that says it is cut, and one that swallows what is said. */
export const cuts: readonly Cut[] = [
  {
    name: "refused",
    set(line, isCut) {
      line.isDown = isCut;
      if (isCut) line.cut();
    },
  },
  {
    name: "swallowed",
    set(line, isCut) {
      line.isBlackHole = isCut;
    },
  },
];
