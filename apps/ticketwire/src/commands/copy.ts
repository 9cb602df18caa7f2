import { copyDatabase } from "@ticketwire/server";
import { readArguments } from "../cli/arguments.js";
import { CommandFailure, codeOf, messageOf, UsageError } from "../cli/failure.js";

const address = { type: "string" } as const;

/** `ticketwire copy --from DATABASE --to DATABASE`: takes everything along to another database, and checks that it is there. */
export async function copy(args: readonly string[]): Promise<number> {
  const { from, to } = readArguments(args, { from: address, to: address }).values;
  if (!from || !to) throw new UsageError(`${from ? "--to" : "--from"} is missing`);
  let copied: Awaited<ReturnType<typeof copyDatabase>>;
  try {
    copied = await copyDatabase(from, to);
  } catch (failure) {
    const cause = failure instanceof Error ? failure.cause : undefined;
    const why = cause === undefined ? messageOf(failure) : messageOf(cause) || codeOf(failure);
    throw new CommandFailure(`nothing was copied: ${why || codeOf(failure)}`, { cause: failure });
  }
  const width = Math.max(...copied.map(({ table }) => table.length));
  for (const { table, rows, checksum } of copied)
    console.log(`${table.padEnd(width)}  ${String(rows).padStart(10)} rows  ${checksum}`);
  console.log(
    "Everything was copied, and reads back the same. Files are not in the database: take DATA_DIR along",
  );
  return 0;
}
