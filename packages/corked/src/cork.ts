import type { Duplex } from "node:stream";

/** Who hears that a socket's reader doesn't keep up: asked once what it may be behind, told when it is. */
export interface BacklogJudge {
  readonly maxBacklogBytes: number;
  judgeBacklog(): void;
}

/** Sockets that are corked by us and uncorked together. */
let corked: Duplex[] = [];

/** Those of them that came into this turn with bytes of an earlier one. */
const behind = new Set<Duplex>();

/** Whose readers were too far behind before anything was added in this turn. */
let overdue: BacklogJudge[] = [];

/**
 * Holds back what is written to a socket until this turn of the event loop ends, so that all of it leaves in one
 * write. Nothing waits longer than that: there is no timer.
 */
export function corkUntilTurnEnds(tcp: Duplex, judge?: BacklogJudge): void {
  if (tcp.writableCorked > 0) return;
  const leftBytes = tcp.writableLength;
  if (leftBytes > 0) {
    behind.add(tcp);
    if (judge !== undefined && leftBytes > judge.maxBacklogBytes) overdue.push(judge);
  }
  tcp.cork();
  if (corked.push(tcp) === 1) setImmediate(uncorkAll);
}

/** Whether bytes that an earlier turn has handed to a socket still wait for its reader. */
export function isBehind(tcp: Duplex): boolean {
  return tcp.writableCorked > 0 ? behind.has(tcp) : tcp.writableLength > 0;
}

function uncorkAll(): void {
  const sockets = corked;
  const judges = overdue;
  corked = [];
  overdue = [];
  behind.clear();
  for (const tcp of sockets) tcp.uncork();
  for (const judge of judges) judge.judgeBacklog();
}
