import { fileURLToPath } from "node:url";

/** Modules that make a node fail in a way nobody can bring about from outside. */
export const preloads = {
  /** Needs `FAULTS_LAST_WORDS` in the environment. */
  dieBeforePublish: pathOf("die-before-publish"),
  /** Needs `FAULTS_CLOCK_SHIFT_MS` in the environment. */
  shiftClock: pathOf("shift-clock"),
} as const;

function pathOf(name: string): string {
  return fileURLToPath(new URL(`../preload/${name}.js`, import.meta.url));
}
