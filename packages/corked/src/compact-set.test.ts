import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CompactSet, EMPTY, hasName, namesIn, sizeOf, withName, withoutName } from "./compact-set.js";

const NAMES = Array.from({ length: 15 }, (_, index) => `n${index}`);
const change = fc.record({ isAdded: fc.boolean(), name: fc.constantFrom(...NAMES) });

describe("a compact set", () => {
  it("holds the same names as a Set, in the same order", () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 80 }), (changes) => {
        const names = new Set<string>();
        let compact: CompactSet = EMPTY;
        for (const { isAdded, name } of changes) {
          if (isAdded) names.add(name);
          else names.delete(name);
          compact = isAdded ? withName(compact, name) : withoutName(compact, name);
          expect([...namesIn(compact)]).toEqual([...names]);
          expect(sizeOf(compact)).toBe(names.size);
          for (const each of NAMES) expect(hasName(compact, each)).toBe(names.has(each));
        }
      }),
    );
  });

  it("is no more than a name when it holds one", () => {
    expect(withName(EMPTY, "one")).toBe("one");
    expect(withoutName(withName("one", "two"), "one")).toBe("two");
    expect(withoutName("one", "one")).toBe(EMPTY);
  });
});
