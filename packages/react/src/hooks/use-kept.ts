import { useCallback, useEffect, useState } from "react";

interface Written {
  readonly ticketRef: string;
  readonly place: string | undefined;
  readonly text: string;
}

/**
 * A text that belongs to one person on one ticket and is still there after a reload: a kind of `draft` or `note`. What was
 * written before it is known by whom is theirs who turns out to write; what somebody else wrote never is.
 */
export function useKept(
  kind: string,
  ticketRef: string,
  personRef: string | undefined,
): readonly [string, (text: string) => void] {
  const place = personRef === undefined ? undefined : `ticketwire.${kind}/${personRef}/${ticketRef}`;
  const [known, setKnown] = useState<Written>(() => ({ ticketRef, place, text: kept(place) }));
  let current = known;
  if (known.ticketRef !== ticketRef || known.place !== place) {
    const isOnesOwn = known.ticketRef === ticketRef && known.place === undefined;
    current = { ticketRef, place, text: (isOnesOwn && known.text) || kept(place) };
    setKnown(current);
  }
  const { text } = current;
  useEffect(() => keep(place, text), [place, text]);
  const write = useCallback((next: string) => setKnown({ ticketRef, place, text: next }), [ticketRef, place]);
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
    // A browser that keeps nothing for the page: then it lives as long as the field.
  }
}
