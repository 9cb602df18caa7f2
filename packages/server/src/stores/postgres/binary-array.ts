/** The types of elements, by the numbers PostgreSQL gives them. */
const INT8 = 20;
const TEXT = 25;

/** Dimensions, whether there are nulls, type, length, and where indexes begin. */
const HEAD_BYTES = 20;
const LENGTH_BYTES = 4;
const INT8_BYTES = 8;
const NULL_LENGTH = -1;
const HIGH = 2 ** 32;
/** UTF-8 needs no more for each UTF-16 unit. */
const MOST_BYTES = 3;

/**
 * A `bigint[]` as PostgreSQL takes it in binary: a fraction of what it costs both sides to write and to read arrays as
 * text. Numbers are integers that JavaScript has.
 */
export function bigints(values: readonly (number | null)[]): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + values.length * (LENGTH_BYTES + INT8_BYTES));
  let at = HEAD_BYTES;
  let hasNulls = false;
  for (const value of values) {
    if (value === null) {
      hasNulls = true;
      at = bytes.writeInt32BE(NULL_LENGTH, at);
      continue;
    }
    const high = Math.floor(value / HIGH);
    at = bytes.writeInt32BE(INT8_BYTES, at);
    at = bytes.writeInt32BE(high, at);
    at = bytes.writeUInt32BE(value - high * HIGH, at);
  }
  writeHead(bytes, INT8, values.length, hasNulls);
  return bytes.subarray(0, at);
}

/** A `text[]` as PostgreSQL takes it in binary. Texts are ones that it can store. */
export function texts(values: readonly (string | null)[]): Buffer {
  let most = HEAD_BYTES;
  for (const value of values) most += LENGTH_BYTES + (value?.length ?? 0) * MOST_BYTES;
  const bytes = Buffer.allocUnsafe(most);
  let at = HEAD_BYTES;
  let hasNulls = false;
  for (const value of values) {
    hasNulls ||= value === null;
    const length = value === null ? NULL_LENGTH : bytes.write(value, at + LENGTH_BYTES);
    at = bytes.writeInt32BE(length, at) + Math.max(length, 0);
  }
  writeHead(bytes, TEXT, values.length, hasNulls);
  return bytes.subarray(0, at);
}

function writeHead(bytes: Buffer, type: number, length: number, hasNulls: boolean): void {
  let at = bytes.writeInt32BE(1, 0);
  at = bytes.writeInt32BE(hasNulls ? 1 : 0, at);
  at = bytes.writeInt32BE(type, at);
  at = bytes.writeInt32BE(length, at);
  bytes.writeInt32BE(1, at);
}
