import { filesContract } from "./files-contract.js";
import { MemoryFiles } from "./memory-files.js";

const TYPES: Readonly<Record<string, string>> = { "\u0089PNG": "image/png", "%PDF": "application/pdf" };

filesContract("MemoryFiles", async () => {
  const files = new MemoryFiles(10 * 1024 * 1024);
  return {
    files,
    async fetch(storedName) {
      const kept = files.kept.get(storedName);
      if (!kept) return null;
      const bytes = Buffer.from(kept);
      return { bytes, type: TYPES[bytes.subarray(0, 4).toString("latin1")] ?? "text/plain" };
    },
    leftovers: async () => [...files.kept.keys()],
    close: async () => {},
  };
});
