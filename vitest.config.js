import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // The compiled files are tested: what ships, loaded by Node itself, worker threads included.
    include: ["{packages,apps}/*/dist/**/*.test.js", "bench/dist/**/*.test.js", "scripts/**/*.test.mjs"],
    server: { deps: { external: [/\/dist\//] } },
    pool: "forks",
    maxWorkers: 2,
    execArgv: ["--enable-source-maps"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 30_000,
    reporters: ["default", "./scripts/count-reporter.mjs"],
  },
});
