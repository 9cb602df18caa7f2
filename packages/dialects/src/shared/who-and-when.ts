import type { Signal } from "@ticketwire/core";
import { isoTime } from "./iso-time.js";

/** Who does something on a ticket, where, and when: what string dialects say of a signal. */
export function whoAndWhen({ person, at }: Pick<Signal, "person" | "at">, ticketId: string) {
  return { userId: person.ref, userName: person.name, ticketId, timestamp: isoTime(at) };
}
