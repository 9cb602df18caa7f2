import { useCallback, useEffect, useState } from "react";

/** The text being written on a ticket. It is still there when its writer has been elsewhere, or has reloaded the page. */
export function useDraft(
  ticketRef: string,
  personRef: string | undefined,
): readonly [string, (text: string) => void] {
  const place = personRef === undefined ? undefined : `ticketwire.draft/${personRef}/${ticketRef}`;
  const [text, setText] = useState(() => kept(place));
  useEffect(() => setText((known) => (known === "" ? kept(place) : known)), [place]);
  const keep = useCallback(
    (next: string) => {
      setText(next);
      if (place === undefined) return;
      try {
        if (next === "") localStorage.removeItem(place);
        else localStorage.setItem(place, next);
      } catch {
        // A browser that keeps nothing for the page: then the draft lives as long as the field.
      }
    },
    [place],
  );
  return [text, keep];
}

function kept(place: string | undefined): string {
  if (place === undefined) return "";
  try {
    return localStorage.getItem(place) ?? "";
  } catch {
    return "";
  }
}
