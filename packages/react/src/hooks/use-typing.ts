import type { Audience, PersonView } from "@ticketwire/client";
import { useCallback } from "react";
import { useTicket } from "./use-ticket.js";

/** Who else is typing on a ticket, and how to say that one types oneself. */
export function useTyping(ref: string): {
  readonly people: readonly PersonView[];
  /** Call it at every key, and with `false` when what was written is gone. */
  readonly typing: (on?: boolean, audience?: Audience) => void;
} {
  const { ticket, state: people } = useTicket(ref, (state) => state.typing);
  const typing = useCallback((on?: boolean, audience?: Audience) => ticket?.typing(on, audience), [ticket]);
  return { people, typing };
}
