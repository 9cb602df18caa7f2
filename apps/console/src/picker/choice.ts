import type { PersonView } from "@ticketwire/client";
import type { DeskIconName } from "../parts/desk-icon.js";

/** Something that can be chosen in a picker. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  /** What is said of it besides. */
  readonly hint?: string | undefined;
  /** Keys that do the same. */
  readonly keys?: string | undefined;
  readonly icon?: DeskIconName;
  readonly person?: PersonView;
  /** Whether what is said besides stands below the label. */
  readonly isTall?: boolean;
  /** Whether it is how things are now. */
  readonly isCurrent?: boolean;
  readonly pick: () => void;
}

/** Choices that belong together. */
export interface ChoiceGroup {
  readonly id: string;
  readonly title: string;
  readonly choices: readonly Choice[];
}

/** The groups with what fits a text: every word of it stands in the label or the hint. */
export function fitting(groups: readonly ChoiceGroup[], text: string): readonly ChoiceGroup[] {
  const words = text.trim().toLocaleLowerCase().split(/\s+/u);
  return groups
    .map((group) => ({
      ...group,
      choices: group.choices.filter(({ label, hint = "" }) => {
        const said = `${label} ${hint}`.toLocaleLowerCase();
        return words.every((word) => said.includes(word));
      }),
    }))
    .filter(({ choices }) => choices.length > 0);
}
