import { expect, test } from "vitest";
import { check, type Log, type Witness } from "./check.js";

const SAID = ["a 1", "b 1", "a 2"];

function log(texts: readonly string[] = SAID, seqs = texts.map((_, index) => index + 1)): Map<string, Log> {
  const messages = texts.map((text, index) => ({
    seq: seqs[index] ?? 0,
    id: `id of ${text}`,
    number: String(index),
    text,
  }));
  return new Map([["t", { seqs, messages }]]);
}

/** Somebody to whom these were acknowledged, and those were shown. */
function witness(acked: readonly string[], shown: readonly string[] = SAID): Witness {
  const at = 0;
  return {
    acked: acked.map((key) => ({
      ticket: "t",
      key,
      id: `id of ${key}`,
      seq: undefined,
      sentAt: at,
      ackedAt: at,
    })),
    shown: new Map([["t", shown.map((text) => ({ id: `id of ${text}`, text, at }))]]),
  };
}

const ZERO = { lost: 0, twice: 0, outOfOrder: 0, holes: 0 };

test("[S1] [S2] [S3] a run in which all is well counts nothing wrong", () => {
  const found = check([witness(["a 1", "a 2"]), witness(["b 1"])], log());
  expect(found).toEqual({ acknowledged: 3, stored: 3, ...ZERO });
});

test.each([
  ["acknowledged, and not stored", [witness(["a 3"])], log(), { lost: 1 }],
  ["shown, and not stored", [witness([], [...SAID, "a 3"])], log(), { lost: 1 }],
  ["stored twice", [witness([])], log([...SAID, "a 2"]), { twice: 1 }],
  ["shown twice", [witness([], ["a 1", "b 1", "b 1", "a 2"])], log(), { twice: 1 }],
  ["shown in another order", [witness([], ["b 1", "a 1", "a 2"])], log(), { outOfOrder: 1 }],
  ["stored in another order than said", [witness(["a 2", "a 1"])], log(), { outOfOrder: 1 }],
  ["not shown", [witness([], ["a 1", "a 2"]), witness([])], log(), { holes: 1 }],
  ["a seq that is missing", [witness([])], log(SAID, [1, 2, 4]), { holes: 1 }],
] as const)("[S1] [S2] [S3] it counts what was %s", (_what, witnesses, logs, wrong) => {
  expect(check(witnesses, logs)).toMatchObject({ ...ZERO, ...wrong });
});

test("[S1] it counts an acknowledgement that names another seq than was stored", () => {
  const { acked, shown } = witness(["a 1"]);
  const misnumbered = { shown, acked: acked.map((one) => ({ ...one, seq: 2 })) };
  expect(check([misnumbered], log())).toMatchObject({ ...ZERO, lost: 1 });
});
