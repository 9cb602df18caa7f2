/** The page is in English, so dates are too; the reader's own kind of English is kept. */
const LOCALE = navigator.language.startsWith("en") ? navigator.language : "en-GB";

const CLOCK = new Intl.DateTimeFormat(LOCALE, { hour: "numeric", minute: "2-digit" });
const FULL = new Intl.DateTimeFormat(LOCALE, { dateStyle: "full", timeStyle: "short" });
const WEEKDAY = new Intl.DateTimeFormat(LOCALE, { weekday: "long", day: "numeric", month: "long" });
const WITH_YEAR = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "long", year: "numeric" });
const SHORT_DAY = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short" });

/** The time of day. */
export function clockLabel(at: Date): string {
  return CLOCK.format(at);
}

/** Date and time in full, for tooltips. */
export function fullLabel(at: Date): string {
  return FULL.format(at);
}

/** The day as a heading: Today, Yesterday, or the date. */
export function dayLabel(at: Date, now = new Date()): string {
  const days = daysBetween(at, now);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return (at.getFullYear() === now.getFullYear() ? WEEKDAY : WITH_YEAR).format(at);
}

/** As short as can be: the time today, the day before that. */
export function shortLabel(at: Date, now = new Date()): string {
  const days = daysBetween(at, now);
  if (days === 0) return CLOCK.format(at);
  return days === 1 ? "Yesterday" : SHORT_DAY.format(at);
}

/** Whether two times lie on the same day, where the reader is. */
export function isSameDay(a: Date, b: Date): boolean {
  return daysBetween(a, b) === 0;
}

function daysBetween(earlier: Date, later: Date): number {
  return Math.round((midnight(later) - midnight(earlier)) / 86_400_000);
}

function midnight(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}
