/** How many avatar colours there are; see `--tw-hue-1-wash` and on. */
const HUES = 6;

/** One or two letters that stand for a name: first and last word. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const first = letter(words[0]);
  const last = words.length > 1 ? letter(words.at(-1)) : "";
  return (first + last).toLocaleUpperCase() || "?";
}

/** A colour number from 1 on that stays the same for a ref. */
export function hueOf(ref: string): number {
  let hash = 0;
  for (const character of ref) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return (hash % HUES) + 1;
}

/** A role as people read it. */
export function roleLabel(role: string): string {
  return role === "ops" ? "Operations" : capitalized(role);
}

/** A word of the host application as people read it: "in_progress" is "In progress". */
export function wordLabel(word: string): string {
  return capitalized(word.replace(/[_-]+/g, " ").trim());
}

function letter(word: string | undefined): string {
  const [first] = word ?? "";
  return first ?? "";
}

function capitalized(word: string): string {
  return word.charAt(0).toLocaleUpperCase() + word.slice(1);
}
