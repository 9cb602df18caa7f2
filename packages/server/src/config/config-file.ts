import { readFileSync } from "node:fs";
import { z } from "zod";
import { KNOWN_NAMES, nameLike } from "./names.js";

/** What the file that TICKETWIRE_CONFIG names says, as the environment would say it, and what is wrong with it. */
export interface ConfigFile {
  readonly given: Readonly<Record<string, string>>;
  readonly mistakes: readonly string[];
}

/** Lists may be written as JSON has them. */
const content = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
);

/** Reads a config file. What can't be used of it is told, so that it is told together with other mistakes. */
export function readConfigFile(path: string | undefined): ConfigFile {
  if (!path) return { given: {}, mistakes: [] };
  const useless = (why: string): ConfigFile => ({
    given: {},
    mistakes: [`TICKETWIRE_CONFIG is ${JSON.stringify(path)}, ${why}`],
  });
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (failure) {
    return useless(`which can't be read: ${(failure as Error).message}`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's own words show what stands in the file.
    return useless("which is not JSON");
  }
  const parsed = content.safeParse(json);
  if (!parsed.success) return useless(`which has ${culprit(parsed.error)}, expected names with a value each`);
  const names = Object.keys(parsed.data);
  return {
    given: Object.fromEntries(
      Object.entries(parsed.data).map(([name, value]) => [name, value === null ? "" : String(value)]),
    ),
    mistakes: names
      .filter((name) => !KNOWN_NAMES.includes(name))
      .map((name) => `${name} in ${JSON.stringify(path)} is no setting, ${expected(name)}`),
  };
}

function culprit({ issues }: z.ZodError): string {
  const name = issues[0]?.path[0];
  return name === undefined ? "no object" : `something else at ${String(name)}`;
}

function expected(name: string): string {
  const meant = nameLike(name);
  return meant === undefined ? `expected one of ${KNOWN_NAMES.join(", ")}` : `did you mean ${meant}?`;
}
