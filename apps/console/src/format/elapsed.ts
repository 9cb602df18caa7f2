const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long something has lasted, in its greatest unit. */
export function elapsed(ms: number): { readonly count: number; readonly unit: "minute" | "hour" | "day" } {
  if (ms < HOUR_MS) return { count: Math.max(0, Math.floor(ms / MINUTE_MS)), unit: "minute" };
  if (ms < DAY_MS) return { count: Math.floor(ms / HOUR_MS), unit: "hour" };
  return { count: Math.floor(ms / DAY_MS), unit: "day" };
}

const FORMATS = new Map<string, Intl.NumberFormat>();

/** The same as people write it: "4m", or in full, "4 minutes". */
export function elapsedText(ms: number, locale: string, unitDisplay: "narrow" | "long"): string {
  const { count, unit } = elapsed(ms);
  const key = `${locale}/${unit}/${unitDisplay}`;
  let format = FORMATS.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay });
    FORMATS.set(key, format);
  }
  return format.format(count);
}
