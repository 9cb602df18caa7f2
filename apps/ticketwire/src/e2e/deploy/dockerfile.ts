import { readFile } from "node:fs/promises";

/** One instruction of a Dockerfile, such as `COPY` with its flags and all that stands behind them. */
export interface Instruction {
  readonly name: string;
  readonly flags: Readonly<Record<string, string>>;
  readonly rest: string;
}

/** One stage: what it starts from, what it is called, and what is done in it. */
export interface Stage {
  readonly image: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

/** Reads a Dockerfile as far as ours goes: no heredocs, no other escape character. `ARG`s have their defaults. */
export async function readDockerfile(path: string): Promise<readonly Stage[]> {
  const text = (await readFile(path, "utf8")).replace(/^\s*#.*\n/gm, "").replace(/\\\n\s*/g, "");
  const args = new Map<string, string>();
  const stages: (Stage & { readonly instructions: Instruction[] })[] = [];
  for (const line of text.split("\n").filter((each) => each.trim() !== "")) {
    const instruction = instructionIn(line);
    if (instruction.name === "ARG") {
      const [name = "", value = ""] = instruction.rest.split("=");
      args.set(name, value);
    } else if (instruction.name === "FROM") {
      const [image = "", , name] = instruction.rest.split(" ");
      const filled = image.replace(/\$\{(\w+)\}/g, (_whole, arg: string) => args.get(arg) ?? "");
      stages.push({ image: filled, name, instructions: [] });
    } else stages.at(-1)?.instructions.push(instruction);
  }
  return stages;
}

function instructionIn(line: string): Instruction {
  const [, name = "", flags = "", rest = ""] = /^(\w+)\s+((?:--\S+\s+)*)(.*)$/.exec(line) ?? [];
  const pairs = flags.split(/\s+/).filter(Boolean);
  return {
    name,
    flags: Object.fromEntries(pairs.map((flag) => flag.slice(2).split("=", 2) as [string, string])),
    rest: rest.trim(),
  };
}
