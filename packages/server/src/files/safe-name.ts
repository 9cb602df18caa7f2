/** The longest name that is kept, in bytes of UTF-8. */
export const MAX_NAME_BYTES = 200;

/** Controls, line separators, what turns the direction of text or can't be seen, and what Windows forbids. */
const UNSAFE = /[\p{Cc}\u2028\u2029\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff<>:"|?*]/gu;

/** Names that Windows gives to devices, whatever follows the first dot. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])$/i;

const FALLBACK = "file";

/**
 * Makes of any name one that every operating system can save and no program misreads: the last part of
 * its path, without characters that deceive, at most 200 bytes long. It ends in one of `endings` (without dots, lower
 * case); the first is added when it doesn't. A safe name stays as it is.
 */
export function safeName(given: string, endings: readonly string[]): string {
  const last = given.toWellFormed().normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const clean = last
    .replace(/\s+/g, " ")
    .replace(UNSAFE, "")
    .replace(/\s+/g, " ")
    .normalize("NFC")
    .replace(/[ .]+$/, "");
  const dot = clean.lastIndexOf(".");
  const ending = clean.slice(dot + 1);
  const fits = dot >= 0 && endings.includes(ending.toLowerCase());
  const suffix = `.${fits ? ending : (endings[0] ?? "bin")}`;
  const stem = trimmed(fits ? clean.slice(0, dot) : clean) || FALLBACK;
  const free = RESERVED.test(stem.split(".")[0]?.trimEnd() ?? "") ? `_${stem}` : stem;
  return trimmed(shortened(free, MAX_NAME_BYTES - Buffer.byteLength(suffix))) + suffix;
}

function trimmed(name: string): string {
  return name.replace(/^[ .]+/, "").replace(/[ .]+$/, "");
}

/** As many whole characters as fit in `bytes`. */
function shortened(text: string, bytes: number): string {
  let left = bytes;
  let kept = "";
  for (const character of text) {
    left -= Buffer.byteLength(character);
    if (left < 0) break;
    kept += character;
  }
  return kept;
}
