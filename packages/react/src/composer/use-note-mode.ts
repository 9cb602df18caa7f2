import { useCallback, useEffect, useState } from "react";

/**
 * Whether what is being written is a note. It is kept beside the draft: a note that was begun never comes back as a
 * message to everybody.
 */
export function useNoteMode(
  ticketRef: string,
  personRef: string | undefined,
): readonly [boolean, (isNote: boolean) => void] {
  const place = personRef === undefined ? undefined : `ticketwire.note/${personRef}/${ticketRef}`;
  const [isNote, setIsNote] = useState(() => kept(place));

  // Who writes may be known only later.
  useEffect(() => setIsNote((known) => known || kept(place)), [place]);

  const choose = useCallback(
    (next: boolean) => {
      setIsNote(next);
      if (place === undefined) return;
      try {
        if (next) localStorage.setItem(place, "1");
        else localStorage.removeItem(place);
      } catch {
        // A browser that keeps nothing for the page keeps no draft either.
      }
    },
    [place],
  );
  return [isNote, choose];
}

function kept(place: string | undefined): boolean {
  if (place === undefined) return false;
  try {
    return localStorage.getItem(place) !== null;
  } catch {
    return false;
  }
}
