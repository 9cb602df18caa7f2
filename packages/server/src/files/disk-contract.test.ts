import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { filesContract } from "@ticketwire/testkit";
import { openDiskFiles } from "./index.js";

filesContract("A folder on disk", async () => {
  const dir = await mkdtemp(join(tmpdir(), "ticketwire-files-"));
  let files = await openDiskFiles({ dir });
  return {
    files,
    async fetch(storedName) {
      const stored = await files.read(storedName);
      return stored && { bytes: await buffer(stored.stream), type: stored.type };
    },
    async leftovers() {
      const entries = await readdir(dir, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    },
    async reopen() {
      files = await openDiskFiles({ dir });
      return files;
    },
    close: () => rm(dir, { recursive: true }),
  };
});
