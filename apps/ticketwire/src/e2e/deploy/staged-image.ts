import { execFile } from "node:child_process";
import { cp, mkdir, readFile, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "./deploy-dir.js";
import type { Instruction, Stage } from "./dockerfile.js";

const run = promisify(execFile);

/** What a finished stage says of the container that is made of it. */
export interface ContainerConfig {
  readonly workDir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user: string | undefined;
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
  readonly stopSignal: string | undefined;
}

/** Everything that is built: the folder that stands for the last stage's root, and what is said of its container. */
export interface StagedImage {
  readonly root: string;
  readonly config: ContainerConfig;
}

/**
 * Carries out the stages of a Dockerfile without a container engine: each has a folder that stands for its root, with
 * this machine's Node and npm in place of the image's. What is built from is a clone of HEAD without what
 * `.dockerignore` names.
 */
export async function stageImage(stages: readonly Stage[], folder: string): Promise<StagedImage> {
  const context = join(folder, "context");
  await run("git", ["clone", "--quiet", "--depth=1", `file://${ROOT}`, context]);
  await leaveOut(context);
  for (const [index, stage] of stages.entries())
    await buildStage(stage, rootOf(folder, stages, index), context, folder);
  const last = stages.length - 1;
  return { root: rootOf(folder, stages, last), config: configOf(stages[last]?.instructions ?? []) };
}

/** Patterns with a leading `**` name things anywhere, others below the root: more than that is not in use. */
async function leaveOut(context: string): Promise<void> {
  const lines = (await readFile(join(context, ".dockerignore"), "utf8")).split("\n");
  for (const pattern of lines.filter((line) => line !== "" && !line.startsWith("#"))) {
    const [path = "", isAnywhere] = [pattern.replace(/^\*\*\//, ""), pattern.startsWith("**/")];
    if (isAnywhere) await run("find", [context, "-name", path, "-prune", "-exec", "rm", "-r", "{}", "+"]);
    else await rm(join(context, path), { recursive: true });
  }
}

function rootOf(folder: string, stages: readonly Stage[], index: number): string {
  return join(folder, stages[index]?.name ?? "image");
}

async function buildStage(stage: Stage, root: string, context: string, folder: string): Promise<void> {
  let workDir = root;
  await mkdir(root, { recursive: true });
  for (const { name, flags, rest } of stage.instructions) {
    if (name === "WORKDIR") {
      workDir = join(root, rest);
      await mkdir(workDir, { recursive: true });
    }
    if (name === "COPY") {
      const words = rest.split(/\s+/);
      const to = words.at(-1) ?? "";
      const from = flags.from === undefined ? context : join(folder, flags.from);
      for (const source of words.slice(0, -1))
        await copy(
          join(from, source),
          to.startsWith("/") ? join(root, to) : join(workDir, to),
          to.endsWith("/"),
        );
    }
    if (name === "RUN") await run("sh", ["-ec", rest], { cwd: workDir, env: buildEnv(), maxBuffer: 1e8 });
  }
}

/** As `COPY` does it: of a folder what is in it; a file into a folder, when that is what the target is. */
async function copy(from: string, to: string, isFolder: boolean): Promise<void> {
  const target =
    (await stat(from)).isFile() && (isFolder || basename(to) === "") ? join(to, basename(from)) : to;
  await cp(from, target, { recursive: true, verbatimSymlinks: true });
}

/** Nothing of what surrounds the tests but where programs and npm's cache are. */
function buildEnv(): Readonly<Record<string, string | undefined>> {
  const { PATH, HOME } = process.env;
  return { PATH, HOME, CI: "true", npm_config_prefer_offline: "true" };
}

function configOf(instructions: readonly Instruction[]): ContainerConfig {
  const last = (name: string): string | undefined =>
    instructions.filter((instruction) => instruction.name === name).at(-1)?.rest;
  const words = (text = "[]"): readonly string[] => JSON.parse(text.replace(/^CMD\s+/, "")) as string[];
  return {
    workDir: last("WORKDIR") ?? "/",
    env: Object.fromEntries(
      (last("ENV") ?? "").split(/\s+/).map((pair) => pair.split("=", 2) as [string, string]),
    ),
    user: last("USER"),
    command: [...words(last("ENTRYPOINT")), ...words(last("CMD"))],
    healthcheck: words(last("HEALTHCHECK")),
    stopSignal: last("STOPSIGNAL"),
  };
}
