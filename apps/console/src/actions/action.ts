import type { DeskIconName } from "../parts/desk-icon.js";

/** Something that can be done by a button, by a key, or from the command palette. */
export interface Action {
  readonly label: string;
  /** The key that does it. Keys without Ctrl do nothing while something is being written. */
  readonly keys?: string;
  readonly icon: DeskIconName;
  readonly run: () => void;
}

/** Actions by their names. Those that make no sense now are not there. */
export type Actions<Name extends string = string> = { readonly [N in Name]?: Action };
