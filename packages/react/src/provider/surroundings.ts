import type { Client } from "@ticketwire/client";
import { createContext, useContext } from "react";

/** Light, dark, or as the reader's system is. */
export type Theme = "light" | "dark" | "auto";

/** What everything below a provider shares. */
export interface Surroundings {
  /** Undefined in the first moment, and where there is no browser. */
  readonly client: Client | undefined;
  readonly theme: Theme;
}

/** What the nearest provider gives. */
export const SurroundingsContext = createContext<Surroundings>({ client: undefined, theme: "auto" });

/** What the nearest provider gives. */
export function useSurroundings(): Surroundings {
  return useContext(SurroundingsContext);
}
