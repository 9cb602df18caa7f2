import type { Audience } from "./audience.js";

/**
 * Where a reader stands in a ticket's log. `epoch` names the log's incarnation: after a restore from
 * backup it differs, and old positions are void. `seq` counts in the reader's own audience.
 */
export interface Position {
  readonly epoch: string;
  readonly seq: number;
}

/**
 * The epoch a reader knows a log by. Each audience has its own, so that a position kept from before a
 * promotion or demotion is void: its seq counts in another log (SPEC: S4).
 */
export function epochFor(audience: Audience, epoch: string): string {
  return audience === "internal" ? `${epoch}.internal` : epoch;
}

/**
 * A place in a ticket's log as the store knows it: `seq` counts every event (1, 2, 3… no holes),
 * `hidden` how many of those up to here are internal.
 */
export interface LogPlace {
  readonly seq: number;
  readonly hidden: number;
}

/**
 * The number a reader knows a place by. Each audience counts the events it may see, so that the public
 * log has no holes either and its numbers do not tell how many internal notes exist.
 */
export function seqFor(audience: Audience, place: LogPlace): number {
  return audience === "internal" ? place.seq : place.seq - place.hidden;
}
