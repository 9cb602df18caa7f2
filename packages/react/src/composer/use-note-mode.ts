import { useKept } from "../hooks/use-kept.js";

/**
 * Whether what is being written is a note. It is kept beside the draft: a note that was begun never comes back as a
 * message to everybody.
 */
export function useNoteMode(
  ticketRef: string,
  personRef: string | undefined,
): readonly [boolean, (isNote: boolean) => void] {
  const [mark, setMark] = useKept("note", ticketRef, personRef);
  return [mark !== "", (isNote) => setMark(isNote ? "1" : "")];
}
