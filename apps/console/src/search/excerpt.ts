/** So much of a message is shown before what was found. */
const LEAD_CHARACTERS = 24;

/** A message in one line, beginning shortly before what was looked for. */
export function excerpt(text: string, wanted: string): string {
  const line = text.replace(/\s+/gu, " ").trim();
  const at = line.toLocaleLowerCase().indexOf(wanted.trim().toLocaleLowerCase());
  return at > LEAD_CHARACTERS ? `…${line.slice(at - LEAD_CHARACTERS)}` : line;
}
