import { setTimeout as wait } from "node:timers/promises";

/** What a process holds, in bytes. */
export interface Memory {
  readonly rss: number;
  readonly heapUsed: number;
  readonly heapTotal: number;
  readonly external: number;
}

/** What a measured server is asked, and what it answers. */
export interface Answers {
  /** CPU time used by all of its threads since it started, in µs. */
  readonly cpu: number;
  readonly memory: Memory;
}

/** One full collection frees what the next one can give back; nothing changes after the third. */
const COLLECTIONS = 5;
const BETWEEN_MS = 200;
/** Objects of some 50 bytes: at any time a good deal more of them live than there is room for young ones. */
const LIVING = 1_000_000;
const MADE = 10_000_000;

/** Says where this server listens and from then on answers whoever started it, with whom it ends. */
export function beMeasured(port: number): void {
  process.on("message", (question: keyof Answers) => void answer(question));
  process.on("disconnect", () => process.exit());
  process.send?.({ port });
}

async function answer(question: keyof Answers): Promise<void> {
  if (question === "memory") process.send?.(await memory());
  else {
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  }
}

/** What an idle process gives back by itself in time is not counted: garbage, and room kept for more of it. */
async function memory(): Promise<Memory> {
  useAllRoom();
  for (let round = 0; round < COLLECTIONS; round++) {
    globalThis.gc?.();
    await wait(BETWEEN_MS);
  }
  const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
  return { rss, heapUsed, heapTotal, external };
}

/** Uses every page of the room for young objects once, as busy hours do: it does not grow with connections. */
function useAllRoom(): void {
  const living: unknown[] = [];
  for (let made = 0; made < MADE; made++) living[made % LIVING] = { made, of: made, many: made };
}
