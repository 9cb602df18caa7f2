/** How many midnights lie between two times, where the reader is. */
export function daysBetween(earlier: Date, later: Date): number {
  return Math.round((midnight(later) - midnight(earlier)) / 86_400_000);
}

/** Whether two times lie on the same day, where the reader is. */
export function isSameDay(a: Date, b: Date): boolean {
  return daysBetween(a, b) === 0;
}

function midnight(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}
