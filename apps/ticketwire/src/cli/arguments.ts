import { type ParseArgsConfig, parseArgs } from "node:util";
import { messageOf, UsageError } from "./failure.js";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Values<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; allowPositionals: true; strict: true }>
>["values"];

/** Reads a command's arguments. Throws UsageError for flags it does not know and for too many or too few words. */
export function readArguments<O extends Options>(
  args: readonly string[],
  options: O,
  words: readonly string[] = [],
): { readonly values: Values<O>; readonly words: readonly string[] } {
  const { values, positionals } = parsed(args, options);
  const missing = words[positionals.length];
  if (missing !== undefined) throw new UsageError(`${missing} is missing`);
  const surplus = positionals[words.length];
  if (surplus !== undefined) throw new UsageError(`${JSON.stringify(surplus)} is one word too many`);
  return { values, words: positionals };
}

function parsed<O extends Options>(
  args: readonly string[],
  options: O,
): { values: Values<O>; positionals: string[] } {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (failure) {
    // Node adds advice on its own syntax after the first sentence.
    const [sentence = "the arguments make no sense"] = messageOf(failure).split(/[.\n]/, 1);
    throw new UsageError(sentence);
  }
}
