import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the repository. */
export const ROOT = fileURLToPath(new URL("../../../../../", import.meta.url));

/** The path of something in `deploy`. */
export function deployed(...names: readonly string[]): string {
  return join(ROOT, "deploy", ...names);
}

/** A file of `deploy` in which `${NAME}` stands for these, as envsubst would put them in: other names stay as they are. */
export async function filledIn(path: string, values: Readonly<Record<string, string>>): Promise<string> {
  const template = await readFile(path, "utf8");
  return template.replace(/\$\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
