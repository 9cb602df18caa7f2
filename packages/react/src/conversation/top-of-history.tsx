import type { TicketState } from "@ticketwire/client";
import { useTicketState } from "../hooks/use-ticket-state.js";
import { useTexts } from "../provider/surroundings.js";
import type { Texts } from "../texts/texts.js";
import { useTalk } from "./talk.js";
import styles from "./top-of-history.module.css";

/** Says where the history begins, or that more of it is on its way. */
export function TopOfHistory() {
  const { conversation: texts } = useTexts();
  const key = useTicketState(useTalk().ticket, whatToSay);
  return <p className={styles.top}>{key && texts[key]}</p>;
}

function whatToSay({
  status,
  messages,
  hasOlder,
}: TicketState):
  | (keyof Texts["conversation"] & ("opening" | "loadingOlder" | "empty" | "beginning"))
  | undefined {
  const isThere = status === "live" || status === "polling";
  if (!isThere && messages.length === 0) return status === "offline" ? undefined : "opening";
  if (hasOlder) return "loadingOlder";
  return messages.length === 0 ? "empty" : "beginning";
}
