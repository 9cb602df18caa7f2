import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("what browsers load keeps to its budget", async () => {
  // In a process of its own: Vite bundles for production only where nobody has said that this is a test.
  const env = { ...process.env, NODE_ENV: "production" };
  const { stdout } = await promisify(execFile)(process.execPath, ["scripts/budgets.mjs"], { env });
  expect(stdout).toMatch(/[1-9]\d*\.\d of +25\.0 KiB {2}the client/);
  expect(stdout).toMatch(/[1-9]\.\d of +5\.0 KiB {2}the script of the widget/);
  expect(stdout).toMatch(/[1-9]\d\.\d of +60\.0 KiB {2}the widget's frame/);
});
