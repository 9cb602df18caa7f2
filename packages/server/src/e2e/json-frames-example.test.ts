import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { jsonFrames } from "@ticketwire/dialects";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Frames } from "./frames.js";
import { SECRET } from "./test-server.js";

const EXAMPLE = fileURLToPath(new URL("../../../../examples/test-chat-system.js", import.meta.url));

let frames: Frames;
beforeAll(async () => {
  frames = await Frames.start();
});
afterAll(() => frames.close());

interface Ended {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

function example(secret: string, ...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { ...process.env, JWT_SECRET: secret };
    execFile(process.execPath, [EXAMPLE, ...args], { env }, (failure, stdout, stderr) =>
      resolve({ code: failure?.code ?? 0, stdout, stderr }),
    );
  });
}

it("the example tries every endpoint and every frame, and all of them pass", async () => {
  const { code, stdout, stderr } = await example(SECRET, "--server", frames.server.url);
  expect(stderr).toBe("");
  expect(stdout).not.toContain("FAIL");
  expect(stdout).toMatch(/\n\d{2} passed, 0 failed\n$/);
  expect(code).toBe(0);
  // Whatever the guide names, the example has tried.
  for (const { method, path } of jsonFrames.routes) {
    const [head] = path.split("/:", 1);
    expect(stdout, `${method} ${path}`).toMatch(new RegExp(`${method} ${head}`));
  }
  for (const type of Object.keys(jsonFrames.live.operations)) expect(stdout, type).toContain(type);
});

it("the example says what fails, and exits with 1", async () => {
  const wrongKey = await example("another secret, long enough for HS256 too", "--server", frames.server.url);
  expect([wrongKey.code, wrongKey.stdout]).toEqual([1, expect.stringContaining("FAIL")]);
  const nobody = await example("", "--server", frames.server.url);
  expect([nobody.code, nobody.stderr]).toEqual([1, "JWT_SECRET is missing, expected the server's\n"]);
});
