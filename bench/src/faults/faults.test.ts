import { afterAll, beforeAll, expect, test } from "vitest";
import { type Services, startServices } from "./harness/harness.js";
import { faults } from "./rows/index.js";
import { runFaults } from "./run-faults.js";

/** Most of it is the start of some nodes, which takes long on a busy machine. */
const TIMEOUT_MS = 180_000;
const SEED = 1;

let services: Services;

beforeAll(async () => {
  services = await startServices();
}, TIMEOUT_MS);

afterAll(() => services.stop());

test.each(faults.map((fault) => [fault.name, fault.promise, fault] as const))(
  "[S1] [S2] [S3] %s: %s",
  async (_name, _promise, fault) => {
    const [verdict] = await runFaults(services, [fault], { seed: SEED, size: "quick", tell: () => {} });
    expect(verdict?.broken).toEqual([]);
  },
  TIMEOUT_MS,
);
