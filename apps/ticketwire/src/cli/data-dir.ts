import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CommandFailure, codeOf, messageOf } from "./failure.js";

/** Makes sure that the data folder is there and can be written to. Throws CommandFailure. */
export async function openDataDir(dir: string): Promise<void> {
  const probe = join(dir, `.probe-${process.pid}`);
  try {
    await mkdir(dir, { recursive: true });
    await writeFile(probe, "x", { flush: true });
  } catch (failure) {
    throw new CommandFailure(dataDirSentence(dir, failure));
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

/** What SQLite says of a file that is none of its own, or is no more. The store's threads pass on nothing but words. */
const DAMAGED = /is not a database|disk image is malformed/;

/** Says in one sentence why the data folder can't be used, and what to do. */
export function dataDirSentence(dir: string, failure: unknown): string {
  if (DAMAGED.test(messageOf(failure)))
    return `the database in DATA_DIR ${dir} is damaged; restore it from a backup`;
  switch (codeOf(failure)) {
    case "ENOSPC":
    case "EDQUOT":
    case "EFBIG":
      return `there is no space left for DATA_DIR ${dir}; make room or choose another folder`;
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return `DATA_DIR ${dir} can't be written to; give this user the right to, or choose another folder`;
    case "EEXIST":
    case "ENOTDIR":
      return `DATA_DIR ${dir} is not a folder; choose another one`;
    default:
      return `DATA_DIR ${dir} can't be used: ${messageOf(failure)}`;
  }
}
