import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("what browsers load keeps to its budget", async () => {
  // In a process of its own: Vite bundles for production only where nobody has said that this is a test.
  const env = { ...process.env, NODE_ENV: "production" };
  const { stdout } = await promisify(execFile)(process.execPath, ["scripts/budgets.mjs"], { env });
  const lines = stdout.trimEnd().split("\n");
  expect(lines).toEqual([
    expect.stringMatching(/^ +2\d\.\d\d of 25\.00 KB {2}the client, with its socket, packed$/),
    expect.stringMatching(/^ +4\.\d\d of +5\.00 KB {2}the script of the widget, as it is$/),
    expect.stringMatching(/^ +[45]\d\.\d\d of 60\.00 KB {2}the widget's frame, opened on a form, packed$/),
    expect.stringMatching(
      /^ +5\d\.\d\d of 60\.00 KB {2}the widget's frame, opened on a conversation, packed$/,
    ),
  ]);
});
