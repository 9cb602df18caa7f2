import { ChatError } from "@ticketwire/core";

/** How much text is decoded at a time, in characters; a multiple of four. */
const PIECE_CHARACTERS = 256 * 1024;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The six bits a character stands for, by its code; -1 for those that stand for none. */
const SIX_BITS = Int8Array.from({ length: 128 }, (_, code) => ALPHABET.indexOf(String.fromCharCode(code)));

/**
 * The bytes that base64 text stands for, a piece at a time, so that a large file is never there a second time
 * as a whole. Strict: nothing but the alphabet, padded to whole groups of four. Throws `invalid`, naming `field`.
 */
export function* bytesOfBase64(text: string, field: string): Generator<Uint8Array<ArrayBuffer>> {
  if (text.length % 4 !== 0) {
    throw refusal(field, `has ${text.length} characters, expected base64, padded to a multiple of 4`);
  }
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const end = text.length - padding;
  for (let start = 0; start < end; start += PIECE_CHARACTERS) {
    yield decoded(text, start, Math.min(start + PIECE_CHARACTERS, end), field);
  }
}

function decoded(text: string, start: number, end: number, field: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor(((end - start) * 3) / 4));
  let bits = 0;
  let bitCount = 0;
  let length = 0;
  for (let index = start; index < end; index++) {
    const six = SIX_BITS[text.charCodeAt(index)] ?? -1;
    if (six === -1) {
      throw refusal(field, `has ${JSON.stringify(text.charAt(index))} at ${index}, expected base64`);
    }
    bits = (bits << 6) | six;
    bitCount += 6;
    if (bitCount < 8) continue;
    bitCount -= 8;
    bytes[length++] = bits >> bitCount;
    bits &= (1 << bitCount) - 1;
  }
  return bytes;
}

function refusal(field: string, what: string): ChatError {
  return new ChatError("invalid", `${field} ${what}`, { field });
}
