import { ChatError } from "./errors.js";

/** The longest message, in characters (Unicode code points). */
export const MAX_TEXT_CHARACTERS = 10_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: removing control characters is what this is for.
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** What there is nothing to clean in, and what nearly all texts are. Told in half the time that looking for the others takes. */
const CLEAN_ASCII = /^[\t\n -~]*$/;

/**
 * The text as it is stored: control characters but newline and tab removed, lone surrogates replaced,
 * otherwise exactly as sent. Throws `invalid` when it is longer than allowed.
 */
export function cleanText(text: string): string {
  if (text.length <= MAX_TEXT_CHARACTERS && CLEAN_ASCII.test(text)) return text;
  const clean = text.replace(CONTROL_CHARACTERS, "").toWellFormed();
  if (clean.length > MAX_TEXT_CHARACTERS) {
    const characters = charactersIn(clean);
    if (characters > MAX_TEXT_CHARACTERS) {
      throw new ChatError(
        "invalid",
        `text has ${characters} characters, expected at most ${MAX_TEXT_CHARACTERS}`,
        {
          field: "text",
        },
      );
    }
  }
  return clean;
}

/** Code points in a well-formed text, counted without a copy: what is refused may be many megabytes. */
function charactersIn(text: string): number {
  let characters = text.length;
  for (let index = 0; index < text.length; index++) {
    const isFirstHalf = (text.charCodeAt(index) & 0xfc00) === 0xd800;
    if (isFirstHalf) characters -= 1;
  }
  return characters;
}

/** A short, stable fingerprint (64 bits as hex) that tells whether two bodies sent under one client id are the same. */
export function fingerprint(parts: readonly string[]): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (const part of parts) {
    for (let index = 0; index <= part.length; index++) {
      // The end of a part counts as a character no text contains, so ["ab", "c"] differs from ["a", "bc"].
      const unit = index < part.length ? part.charCodeAt(index) : 0x10000;
      high = Math.imul(high ^ unit, 2654435761);
      low = Math.imul(low ^ unit, 1597334677);
    }
  }
  return hex(high) + hex(low);
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** 32 bits as 8 hex digits. `toString(16)` takes ten times as long for numbers that are no small integers to V8. */
function hex(bits: number): string {
  const byte = (at: number) => HEX[(bits >>> at) & 0xff] as string;
  return byte(24) + byte(16) + byte(8) + byte(0);
}
