import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "@ticketwire/testkit";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { deployed } from "./deploy-dir.js";
import { readDockerfile, type Stage } from "./dockerfile.js";
import { type StagedImage, stageImage } from "./staged-image.js";

/** Everything is installed twice and built once. */
const BUILD_LIMIT_MS = 600_000;
const SECRET = "a secret for these tests alone, long enough for HS256";

/** Two of these come with native code, for one machine each. */
const LARGEST_MIB = 160;

let folder: string;
let stages: readonly Stage[];
let image: StagedImage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ticketwire-image-"));
  stages = await readDockerfile(deployed("Dockerfile"));
  image = await stageImage(stages, folder);
}, BUILD_LIMIT_MS);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The command of the image, as an engine would start it, on a port and with data of a test's own. */
async function start(words: readonly string[], env: Readonly<Record<string, string>>) {
  const { root, config } = image;
  const dataDir = join(root, config.env.DATA_DIR ?? "");
  const { PATH = "" } = process.env;
  const child = spawn(words[0] ?? "", words.slice(1), {
    cwd: join(root, config.workDir),
    env: { PATH, ...config.env, DATA_DIR: dataDir, JWT_SECRET: SECRET, LOG_LEVEL: "warn", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

test("each stage starts from one exact version", () => {
  for (const { image: from } of stages) expect(from).toMatch(/^node:\d+\.\d+\.\d+-\w+-slim$/);
});

test("what it holds serves, is found healthy, and ends as it is told to", async () => {
  const PORT = String(await freePort());
  const { command, healthcheck, stopSignal } = image.config;
  const server = await start(command, { PORT });
  const [said] = await Promise.race([once(server.stdout, "data"), once(server, "close")]);
  expect(String(said)).toContain("Ticketwire is ready");
  const url = `http://127.0.0.1:${PORT}`;
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  const page = await (await fetch(url)).text();
  for (const [, asset = ""] of page.matchAll(/(?:src|href)="([^"]+)"/g))
    expect([asset, (await fetch(new URL(asset, url))).status]).toEqual([asset, 200]);

  const health = async (port: string): Promise<number | null> => {
    const [code] = (await once(await start(healthcheck, { PORT: port }), "close")) as [number | null];
    return code;
  };
  expect(await health(PORT)).toBe(0);
  expect(await health(String(await freePort()))).toBe(1);

  server.kill(stopSignal as NodeJS.Signals);
  expect(await once(server, "close")).toEqual([0, null]);
});

test("its other commands are there as well", async () => {
  const { command } = image.config;
  const child = await start([...command.slice(0, -1), "--version"], {});
  expect(await once(child, "close")).toEqual([0, null]);
});

test("it runs as somebody without rights, and has what it needs and no more", async () => {
  const { root, config } = image;
  expect(config.user).toMatch(/^[1-9]\d+:[1-9]\d+$/);
  expect(await readdir(root)).toEqual(["app", "data"]);
  const files = await readdir(join(root, config.workDir), { recursive: true });
  expect(
    files.filter(
      (file) =>
        /\.test\.|\/e2e\/|\.tsbuildinfo$|\/src\/.*\.tsx?$/.test(file) && !file.includes("node_modules"),
    ),
  ).toEqual([]);
  for (const name of ["typescript", "vitest", "vite", "playwright-core", "@ticketwire/testkit"])
    expect([name, existsSync(join(root, config.workDir, "node_modules", name))]).toEqual([name, false]);
  const { stdout } = await promisify(execFile)("du", ["-sk", root]);
  expect(Number.parseInt(stdout, 10) / 1024).toBeLessThan(LARGEST_MIB);
});
