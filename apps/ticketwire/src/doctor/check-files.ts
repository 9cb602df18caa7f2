import { existsSync } from "node:fs";
import { type Config, databaseFile, findLostFiles, type LostFiles, probeFiles } from "@ticketwire/server";
import { codeOf, messageOf } from "../cli/failure.js";
import { lostFilesSentence } from "../cli/lost-files.js";
import { type Finding, fine, wrong } from "./finding.js";

/** Whether files can be kept where they are to be: while they can't, none is taken in. */
export async function checkFiles(config: Config): Promise<Finding> {
  const { filesUrl } = config;
  if (filesUrl === undefined) return checkFolder(config);
  try {
    await probeFiles(filesUrl);
    return fine("files", `can be kept, fetched and deleted at ${filesUrl}`);
  } catch (failure) {
    // A name with several addresses fails with as many failures, and no message.
    const why = messageOf(failure) || codeOf(failure) || "no way there";
    return wrong(
      "files",
      `no file can be kept at FILES_URL ${filesUrl}: ${why}; look at the bucket and at the AWS_… credentials, or unset FILES_URL`,
    );
  }
}

async function checkFolder(config: Config): Promise<Finding> {
  const { dataDir, databaseUrl } = config;
  const isNew = databaseUrl === undefined && !existsSync(databaseFile(dataDir));
  let found: LostFiles | undefined;
  try {
    found = isNew ? undefined : await findLostFiles(config);
  } catch {
    // Another look tells what is wrong with the database.
  }
  if (found === undefined) return fine("files", "in the data folder");
  if (found.lost === 0) return fine("files", `in the data folder, all ${found.named} of them`);
  return wrong("files", `${lostFilesSentence(config, found)}; copy them back from a backup`);
}
