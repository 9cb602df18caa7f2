import { defineConfig } from "vitest/config";
import LongestFirst from "./scripts/longest-first.mjs";

/** Files that leave nothing behind share a process: to load the server alone takes each of them a second. */
const TOGETHER = [
  "packages/{core,dialects,protocol}/dist/**/*.test.js",
  "packages/server/dist/{auth,config,e2e,files,http,log,transports}/**/!(outages|two-nodes).test.js",
];

export default defineConfig({
  test: {
    // The compiled files are tested: what ships, loaded by Node itself, worker threads included.
    projects: [
      {
        extends: true,
        test: {
          name: "apart",
          include: [
            "{packages,apps}/*/dist/**/*.test.js",
            "bench/dist/**/*.test.js",
            "scripts/**/*.test.mjs",
          ],
          exclude: TOGETHER,
        },
      },
      { extends: true, test: { name: "together", include: TOGETHER, isolate: false } },
    ],
    server: { deps: { external: [/\/dist\//] } },
    pool: "forks",
    // One more than the cores of a small machine: most of them wait for something most of the time.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    execArgv: ["--enable-source-maps"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 30_000,
    // What is polled for comes when it comes: how soon is said by tests that mean it.
    expect: { poll: { timeout: 20_000 } },
    reporters: ["default", "./scripts/count-reporter.mjs"],
  },
});
