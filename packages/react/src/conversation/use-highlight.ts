import { useCallback, useEffect, useState } from "react";

/** How long something stands out, in ms. */
const HIGHLIGHT_MS = 2000;

/** The key of what stands out for a moment, and how to let something stand out. */
export function useHighlight(): readonly [string | undefined, (key: string) => void] {
  const [highlighted, setHighlighted] = useState<{ readonly key: string }>();
  useEffect(() => {
    if (!highlighted) return;
    const timer = setTimeout(() => setHighlighted(undefined), HIGHLIGHT_MS);
    return () => clearTimeout(timer);
  }, [highlighted]);
  const highlight = useCallback((key: string) => setHighlighted({ key }), []);
  return [highlighted?.key, highlight];
}
