import type { Random } from "@ticketwire/testkit";
import { LoadClient } from "../../load/client.js";
import { pause } from "./pause.js";

const AT_ONCE = 50;
const FIRST_MS = 400;
const LONGEST_MS = 10_000;
const SHORTEST_MS = 50;
const TRIES = 20;

/** How long clients wait before a try, in ms: growing, and spread over the whole range, so that they do not come all at once. */
export function backoffMs(attempt: number, random: Random): number {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return SHORTEST_MS + random.next() * (most - SHORTEST_MS);
}

/** Connects a client of which there may be thousands; one that is turned away comes again. `tried` hears of each try. */
export async function connectLoad(
  url: string,
  token: string,
  random: Random,
  tried: () => void = () => {},
): Promise<LoadClient> {
  for (let attempt = 0; ; attempt++) {
    tried();
    const client = new LoadClient(Number(new URL(url).port), token);
    try {
      await client.ready;
      return client;
    } catch (failure) {
      client.close();
      if (attempt + 1 >= TRIES) throw failure;
      await pause(backoffMs(attempt + 1, random));
    }
  }
}

/** Does something for each of so many, a few of them at a time. */
export async function inGroups<T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  for (let from = 0; from < count; from += AT_ONCE) {
    const size = Math.min(AT_ONCE, count - from);
    made.push(...(await Promise.all(Array.from({ length: size }, (_, index) => make(from + index)))));
  }
  return made;
}
