import type { TicketMessage } from "@ticketwire/client";
import { useCallback } from "react";
import { useTicket } from "./use-ticket.js";

/** What is known to have been said on a ticket, and how to read what was said before. */
export interface Messages {
  readonly messages: readonly TicketMessage[];
  readonly hasOlder: boolean;
  readonly loadingOlder: boolean;
  /** Reads the messages before the oldest one known. */
  readonly loadOlder: () => Promise<void>;
}

/** The messages of a ticket, which is watched for as long as the component is there. */
export function useMessages(ref: string): Messages {
  const { ticket, state: messages } = useTicket(ref, (state) => state.messages);
  const { state: hasOlder } = useTicket(ref, (state) => state.hasOlder);
  const { state: loadingOlder } = useTicket(ref, (state) => state.loadingOlder);
  const loadOlder = useCallback(async () => ticket?.loadOlder(), [ticket]);
  return { messages, hasOlder, loadingOlder, loadOlder };
}
