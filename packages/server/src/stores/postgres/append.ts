import type { AppendResult, AppendRow } from "@ticketwire/core";
import { appendPlain, areDistinct, isPlain } from "./append-plain.js";
import { BatchInOrder } from "./batch-in-order.js";
import { brokenRule } from "./failure.js";
import type { Pool } from "./pool.js";

/**
 * Appends batches to logs: the hot path. A batch of plain messages is one statement, whatever tickets they are for. Any
 * other batch goes row by row, in order, but for stretches of plain messages that go together.
 */
export async function append(pool: Pool, rows: readonly AppendRow[]): Promise<readonly AppendResult[]> {
  if (rows.length === 0) return [];
  if (rows.every(isPlain) && areDistinct(rows)) {
    const results = await pool.single(async (connection) => {
      try {
        return await appendPlain(connection, rows);
      } catch (failure) {
        // One row is to blame, and the others are stored.
        if (brokenRule(failure) === undefined) throw failure;
        return undefined;
      }
    });
    if (results) return results;
  }
  return pool.write((connection) => new BatchInOrder(connection, rows).append());
}
