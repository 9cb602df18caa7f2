import { importSchema } from "@ticketwire/dialects";

/** What an import file holds. */
export type ImportFile = ReturnType<typeof importSchema.parse>;

/** An import file that has been read: what it holds, or everything that is wrong with it, one line each. */
export type Checked =
  | { readonly ok: true; readonly file: ImportFile }
  | { readonly ok: false; readonly mistakes: readonly string[] };

const LONGEST_VALUE = 60;

/** Checks a whole import file before anything of it is stored. */
export function checkImport(text: string): Checked {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (failure) {
    return { ok: false, mistakes: [`the file is not JSON: ${(failure as Error).message}`] };
  }
  const parsed = importSchema.safeParse(content);
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map(({ path, message }) => mistake(content, path, message));
    return { ok: false, mistakes: [...mistakes, ...repeated(content)] };
  }
  const mistakes = repeated(content);
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, file: parsed.data };
}

function mistake(content: unknown, path: readonly PropertyKey[], message: string): string {
  const expected = message.replace(/^Invalid input: /, "");
  const said = expected.charAt(0).toLowerCase() + expected.slice(1);
  const value = valueAt(content, path);
  return value === undefined
    ? `${pathText(path)} is missing, ${said.replace(/, received undefined$/, "")}`
    : `${pathText(path)} is ${shown(value)}, ${said.replace(/, received \w+$/, "")}`;
}

/** Things that are named twice: which of the two would hold is nothing to guess about. */
function repeated(content: unknown): readonly string[] {
  return (["users", "tickets"] as const).flatMap((list) =>
    (["ref", "number"] as const).flatMap((field) => repeatedIn(content, list, field)),
  );
}

function repeatedIn(content: unknown, list: string, field: string): readonly string[] {
  const rows = valueAt(content, [list]);
  if (!Array.isArray(rows)) return [];
  const seen = new Map<unknown, number>();
  return rows.flatMap((row: unknown, index) => {
    const value = valueAt(row, [field]);
    if (value === undefined) return [];
    const first = seen.get(value);
    if (first === undefined) seen.set(value, index);
    return first === undefined
      ? []
      : [
          `${pathText([list, index, field])} is ${shown(value)}, which ${pathText([list, first])} has already`,
        ];
  });
}

function valueAt(content: unknown, path: readonly PropertyKey[]): unknown {
  let value = content;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  return value;
}

/** `users[0].name`; the file itself has no path. */
function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "the file";
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .slice(1);
}

function shown(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  const text = JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
