import { createContext, useContext } from "react";
import { en } from "./en.js";

/** Everything the console says by itself. Whatever depends on a number, a name or a time is a function. */
export type ConsoleTexts = typeof en;

/** The texts that hold here. */
export const ConsoleTextsContext = createContext<ConsoleTexts>(en);

/** The texts that hold here. */
export function useConsoleTexts(): ConsoleTexts {
  return useContext(ConsoleTextsContext);
}
