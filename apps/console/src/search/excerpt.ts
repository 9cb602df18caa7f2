/** So much of a message is shown before what was found. */
const LEAD_CHARACTERS = 24;

/** A message in one line, beginning shortly before what was looked for. */
export function excerpt(text: string, wanted: string): string {
  const line = text.replace(/\s+/gu, " ").trim();
  const at = line.toLocaleLowerCase().indexOf(wanted.trim().toLocaleLowerCase());
  if (at <= LEAD_CHARACTERS) return line;
  const from = at - LEAD_CHARACTERS;
  // Where a word begins, unless one word leads all the way to what was found.
  const word = line.indexOf(" ", from) + 1;
  return `…${line.slice(word > 0 && word <= at ? word : from)}`;
}
