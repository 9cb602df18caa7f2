import { join } from "node:path";
import type { Config, LostFiles } from "@ticketwire/server";

/** Says which files that the database names are not in the data folder. */
export function lostFilesSentence({ dataDir }: Config, { named, lost, examples }: LostFiles): string {
  const names = examples.join(", ") + (lost > examples.length ? "…" : "");
  return `${lost} of the ${named} files that the database names are not in ${join(dataDir, "files")}: ${names}`;
}
