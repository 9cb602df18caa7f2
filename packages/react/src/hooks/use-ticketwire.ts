import type { Client } from "@ticketwire/client";
import { useSurroundings } from "../provider/surroundings.js";

/** The client of the nearest provider; undefined in the first moment, and where there is no browser. */
export function useTicketwire(): Client | undefined {
  return useSurroundings().client;
}
