import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FewMap, FewSet } from "./few.js";

const MEMBERS = [{ n: 0 }, { n: 1 }, { n: 2 }] as const;
const step = fc.tuple(fc.constantFrom("add", "delete"), fc.nat(MEMBERS.length - 1));

describe("collections of few", () => {
  it("are sets like any other", () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const [few, plain] = [new FewSet<object>(), new Set<object>()];
        for (const [what, n] of steps) {
          const member = MEMBERS[n] ?? MEMBERS[0];
          if (what === "add") [few.add(member), plain.add(member)];
          else expect(few.delete(member)).toBe(plain.delete(member));
          expect([...few]).toEqual([...plain]);
          expect(few.size).toBe(plain.size);
          for (const one of MEMBERS) expect(few.has(one)).toBe(plain.has(one));
        }
      }),
    );
  });

  it("are maps like any other", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(step, fc.option(fc.nat(), { nil: undefined }))), (steps) => {
        const [few, plain] = [new FewMap<number, unknown>(), new Map<number, unknown>()];
        for (const [[what, key], value] of steps) {
          if (what === "add") [few.set(key, value), plain.set(key, value)];
          else expect(few.delete(key)).toBe(plain.delete(key));
          expect([...few.keys()]).toEqual([...plain.keys()]);
          expect(few.size).toBe(plain.size);
          for (const one of [0, 1, 2])
            expect([few.has(one), few.get(one)]).toEqual([plain.has(one), plain.get(one)]);
        }
      }),
    );
  });
});
