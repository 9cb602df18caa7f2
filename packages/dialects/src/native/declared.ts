import { type Answer, type ClientEvent, clientEvents } from "@ticketwire/protocol";
import type { Reply } from "../dialect.js";

/** What the protocol says of an event a client may send. */
export function declared<E extends ClientEvent>(
  event: E,
): Pick<(typeof clientEvents)[E], "summary" | "payload"> {
  const { summary, payload } = clientEvents[event];
  return { summary, payload };
}

/** The answer to an event, as the protocol has it. */
export function answer<E extends ClientEvent>(ack: Answer<E>): Reply {
  return { ack };
}
