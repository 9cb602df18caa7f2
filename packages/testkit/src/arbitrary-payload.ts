import fc from "fast-check";

/**
 * Payloads of any shape that can be sent as JSON: anything at all, and objects whose fields are among
 * `fields` and whose values may be among `words`, so that some come close to what is expected.
 */
export function arbitraryPayload(fields: readonly string[], words: readonly string[]): fc.Arbitrary<unknown> {
  const word = fc.constantFrom(...words);
  const text = fc.oneof(word, fc.string(), fc.string({ unit: "binary" }));
  const value = fc.oneof(text, text, fc.jsonValue({ maxDepth: 3 }), fc.array(text, { maxLength: 7 }));
  const close = fc.array(fc.tuple(fc.constantFrom(...fields), value), { maxLength: 8 }).map(objectOf);
  return fc.oneof({ weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) }, { weight: 3, arbitrary: close });
}

/** Runs `check` for that many payloads; a failure names the seed and the smallest payload that fails. */
export async function checkSeeds(
  payloads: fc.Arbitrary<unknown>,
  runs: number,
  check: (payload: unknown) => Promise<void>,
): Promise<void> {
  await fc.assert(fc.asyncProperty(payloads, check), { numRuns: runs, endOnFailure: false });
}

/** As JSON.parse would make it: `__proto__` is a field like any other. */
function objectOf(entries: readonly (readonly [string, unknown])[]): unknown {
  const object: Record<string, unknown> = {};
  for (const [name, value] of entries) {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return object;
}
