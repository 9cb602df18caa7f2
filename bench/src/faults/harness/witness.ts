import type { LoadClient } from "../../load/client.js";
import type { Witness } from "./check.js";

/** The number of a load client's first post. */
const FIRST_NUMBER = 10_000_000;

/**
 * What was acknowledged to a load client: as many of its messages as it had answers. `text` is what it said with which
 * number; what it heard it only counts.
 */
export function loadWitness({ acks }: LoadClient, ticket: string, text: (number: number) => string): Witness {
  const acked = Array.from({ length: acks }, (_, index) => ({
    ticket,
    key: text(FIRST_NUMBER + index),
    id: undefined,
    seq: undefined,
    sentAt: 0,
    ackedAt: 0,
  }));
  return { acked, shown: new Map() };
}
