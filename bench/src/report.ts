import type { Aim, Findings } from "./scenario.js";

/** A number with as many digits as mean something. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (value >= 1000) return Math.round(value).toLocaleString("en").replaceAll(",", " ");
  return value >= 100 ? value.toFixed(0) : value.toPrecision(value < 1 ? 2 : 3);
}

/** One thing in terms of another. */
export function times(value: number, of: number): string {
  return `${(value / of).toFixed(2)} x`;
}

/** What a scenario has found, as Markdown. */
export function report(title: string, { rows, aims }: Findings): string {
  return [`### ${title}`, table(rows), ...aims.map(line)].join("\n\n");
}

export function isMet({ floor, value }: Aim): boolean {
  return "atLeast" in floor ? value >= floor.atLeast : value <= floor.atMost;
}

function line(aim: Aim): string {
  const { floor, value, what } = aim;
  const wanted = "atLeast" in floor ? `at least ${figure(floor.atLeast)}` : `at most ${figure(floor.atMost)}`;
  return `${isMet(aim) ? "reached" : "MISSED"}: ${what}: ${value.toFixed(2)} x, expected ${wanted}`;
}

function table(rows: Findings["rows"]): string {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))];
  const widths = columns.map((_, index) => Math.max(...lines.map((cells) => cells[index]?.length ?? 0)));
  const text = lines.map((cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`);
  return [text[0], `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...text.slice(1)].join(
    "\n",
  );
}
