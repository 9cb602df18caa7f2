import { daysBetween } from "../format/day.js";

/** Times, sizes and lists as the people of one locale write them. */
export interface Formats {
  /** The time of day. */
  clock(at: Date): string;
  /** Date and time in full, for tooltips. */
  full(at: Date): string;
  /** The day as a heading: today, yesterday, or the date. */
  day(at: Date, now?: Date): string;
  /** As short as can be: the time today, the day before that. */
  short(at: Date, now?: Date): string;
  /** Names one after the other: "Ann, Bob and Eve". */
  list(names: readonly string[]): string;
  /** A size in bytes. */
  size(bytes: number): string;
}

/** How the people of a locale write. Each kind of format is made when it is first needed: making one is slow. */
export function formatsFor(locale: string): Formats {
  const dates = (options: Intl.DateTimeFormatOptions) => once(() => new Intl.DateTimeFormat(locale, options));
  const clock = dates({ hour: "numeric", minute: "2-digit" });
  const full = dates({ dateStyle: "full", timeStyle: "short" });
  const weekday = dates({ weekday: "long", day: "numeric", month: "long" });
  const withYear = dates({ day: "numeric", month: "long", year: "numeric" });
  const shortDay = dates({ day: "numeric", month: "short" });
  const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }));
  const names = once(() => new Intl.ListFormat(locale, { type: "conjunction" }));
  const sizes = once(() => sizesFor(locale));
  const near = (days: number) => capitalized(relative().format(-days, "day"), locale);

  return {
    clock: (at) => clock().format(at),
    full: (at) => full().format(at),
    day(at, now = new Date()) {
      const days = daysBetween(at, now);
      if (days === 0 || days === 1) return near(days);
      return (at.getFullYear() === now.getFullYear() ? weekday() : withYear()).format(at);
    },
    short(at, now = new Date()) {
      const days = daysBetween(at, now);
      if (days === 0) return clock().format(at);
      return days === 1 ? near(1) : shortDay().format(at);
    },
    list: (given) => names().format(given),
    size: (bytes) => sizes()(bytes),
  };
}

function sizesFor(locale: string): (bytes: number) => string {
  const unit = (name: string, digits: number) =>
    new Intl.NumberFormat(locale, {
      style: "unit",
      unit: name,
      unitDisplay: name === "byte" ? "long" : "short",
      maximumFractionDigits: digits,
    });
  const [byte, kilobyte, megabyte] = [unit("byte", 0), unit("kilobyte", 0), unit("megabyte", 1)];
  return (bytes) => {
    if (bytes < 1024) return byte.format(bytes);
    return bytes < 1024 * 1024 ? kilobyte.format(bytes / 1024) : megabyte.format(bytes / (1024 * 1024));
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function capitalized(word: string, locale: string): string {
  return word.charAt(0).toLocaleUpperCase(locale) + word.slice(1);
}
