import { createHash } from "node:crypto";
import type { CopiedRow, CopySide } from "./side.js";
import type { CopiedTable } from "./tables.js";

/** What a table holds, in short: tables with the same rows have the same, in whatever order they are read. */
export class TableDigest {
  rows = 0;
  #sum = 0n;

  add(rows: readonly CopiedRow[]): void {
    for (const row of rows) {
      const hash = createHash("sha256").update(JSON.stringify(row)).digest();
      this.#sum = BigInt.asUintN(128, this.#sum + hash.readBigUInt64BE(0) + (hash.readBigUInt64BE(8) << 64n));
      this.rows += 1;
    }
  }

  get checksum(): string {
    return this.#sum.toString(16).padStart(32, "0");
  }
}

/** Reads a whole table for its digest. */
export async function digestOf(side: CopySide, table: CopiedTable): Promise<TableDigest> {
  const digest = new TableDigest();
  for await (const rows of side.read(table)) digest.add(rows);
  return digest;
}
