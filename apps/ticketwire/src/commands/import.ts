import { readFile } from "node:fs/promises";
import { readArguments } from "../cli/arguments.js";
import { readConfiguration } from "../cli/configuration.js";
import { CommandFailure, codeOf, messageOf } from "../cli/failure.js";
import { withStore } from "../cli/with-store.js";
import { type Counts, importInto } from "../import/import-into.js";
import { checkImport } from "../import/mistakes.js";

/** `ticketwire import FILE.json`: creates or updates users and tickets; nothing of a file with a mistake is taken. */
export async function importFile(args: readonly string[]): Promise<number> {
  const [path = ""] = readArguments(args, {}, ["FILE.json"]).words;
  const config = readConfiguration(process.env);
  const checked = checkImport(await contentOf(path));
  if (!checked.ok) {
    const lines = checked.mistakes.map((mistake) => `  - ${mistake}`);
    throw new CommandFailure([`nothing of ${path} was imported:`, ...lines].join("\n"));
  }
  const counts = await withStore(config, (store) => importInto(store, checked.file));
  console.log(`Imported ${countsText("user", counts.users)}, ${countsText("ticket", counts.tickets)}`);
  return 0;
}

async function contentOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (failure) {
    const why = codeOf(failure) === "ENOENT" ? "there is no such file" : messageOf(failure);
    throw new CommandFailure(`${path} can't be read: ${why}`, { cause: failure });
  }
}

function countsText(thing: string, { created, updated }: Counts): string {
  const total = created + updated;
  return `${total} ${thing}${total === 1 ? "" : "s"} (${created} created, ${updated} updated)`;
}
