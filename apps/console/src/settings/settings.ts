import type { Theme } from "@ticketwire/react";
import { createKeptValue } from "../store/kept-value.js";

/** The languages the console speaks. */
export const LANGUAGES = ["en", "ar"] as const;
export type Language = (typeof LANGUAGES)[number];

export const THEMES: readonly Theme[] = ["auto", "light", "dark"];

/** How much room a ticket has in the list. */
export const DENSITIES = ["comfortable", "compact"] as const;
export type Density = (typeof DENSITIES)[number];

/** How somebody wants the console to be, in all windows of this browser. */
export interface Settings {
  readonly theme: Theme;
  readonly density: Density;
  readonly language: Language;
  readonly hasSound: boolean;
  readonly hasPopups: boolean;
  readonly hasTitleCount: boolean;
  /** Whether keys without Ctrl or Cmd do something while nothing is being written. */
  readonly hasLetterKeys: boolean;
  readonly showsDetails: boolean;
  /** Refs of tickets that nothing is told of. */
  readonly muted: readonly string[];
}

const DEFAULTS: Settings = {
  theme: "auto",
  density: "comfortable",
  language: "en",
  hasSound: true,
  hasPopups: false,
  hasTitleCount: true,
  hasLetterKeys: true,
  showsDetails: true,
  muted: [],
};

const PLACE = "ticketwire.settings";

/** Only so many tickets stay muted: the oldest ones are long done. */
const MAX_MUTED = 200;

/** The settings. What another window changes holds here at once. */
export const settings = createKeptValue(() => localStorage, PLACE, settingsFrom);

/** Changes some of the settings. */
export function change(changes: Partial<Settings>): void {
  settings.set({ ...settings.getSnapshot(), ...changes });
}

/** Tells nothing of a ticket any more, or again. */
export function toggleMuted(ref: string): void {
  const { muted } = settings.getSnapshot();
  const others = muted.filter((one) => one !== ref);
  change({ muted: others.length < muted.length ? others : [...others, ref].slice(-MAX_MUTED) });
}

addEventListener("storage", ({ key, newValue }) => {
  if (key !== PLACE || newValue === null) return;
  settings.set(settingsFrom(JSON.parse(newValue)));
});

/** What was kept may be of an earlier version, or no settings at all: whatever does not fit is as it is at first. */
function settingsFrom(kept: unknown): Settings {
  const given = (kept ?? {}) as Partial<Record<keyof Settings, unknown>>;
  const fits = (Object.keys(DEFAULTS) as (keyof Settings)[]).filter((key) => {
    const value = given[key];
    if (key === "theme") return THEMES.includes(value as Theme);
    if (key === "density") return DENSITIES.includes(value as Density);
    if (key === "language") return LANGUAGES.includes(value as Language);
    if (key === "muted") return Array.isArray(value) && value.every((ref) => typeof ref === "string");
    return typeof value === typeof DEFAULTS[key];
  });
  return { ...DEFAULTS, ...Object.fromEntries(fits.map((key) => [key, given[key]])) };
}
