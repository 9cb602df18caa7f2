import { type Config, probeFiles } from "@ticketwire/server";
import { codeOf, messageOf } from "../cli/failure.js";
import { type Finding, fine, wrong } from "./finding.js";

/** Whether files can be kept where they are to be: while they can't, none is taken in. */
export async function checkFiles({ filesUrl }: Config): Promise<Finding> {
  if (filesUrl === undefined) return fine("files", "in the data folder");
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
