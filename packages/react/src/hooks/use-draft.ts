import { useCallback, useEffect, useRef, useState } from "react";

/** The text being written on a ticket. It is still there when its writer has been elsewhere, or has reloaded the page. */
export function useDraft(
  ticketRef: string,
  personRef: string | undefined,
): readonly [string, (text: string) => void] {
  const place = personRef === undefined ? undefined : `ticketwire.draft/${personRef}/${ticketRef}`;
  const [text, setText] = useState(() => kept(place));
  const newest = useRef(text);

  const write = useCallback(
    (next: string) => {
      newest.current = next;
      setText(next);
      keep(place, next);
    },
    [place],
  );

  // Who writes may be known only after the first words.
  useEffect(() => {
    if (place !== undefined) write(newest.current || kept(place));
  }, [place, write]);

  return [text, write];
}

function kept(place: string | undefined): string {
  if (place === undefined) return "";
  try {
    return localStorage.getItem(place) ?? "";
  } catch {
    return "";
  }
}

function keep(place: string | undefined, text: string): void {
  if (place === undefined) return;
  try {
    if (text === "") localStorage.removeItem(place);
    else localStorage.setItem(place, text);
  } catch {
    // A browser that keeps nothing for the page: then the draft lives as long as the field.
  }
}
