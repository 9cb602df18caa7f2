import { useKept } from "./use-kept.js";

/** The text being written on a ticket. It is still there when its writer has been elsewhere, or has reloaded the page. */
export function useDraft(
  ticketRef: string,
  personRef: string | undefined,
): readonly [string, (text: string) => void] {
  return useKept("draft", ticketRef, personRef);
}
