import { type Config, pingClamd } from "@ticketwire/server";
import { codeOf, messageOf } from "../cli/failure.js";
import { type Finding, fine, wrong } from "./finding.js";

/** Whether clamd answers where files are to be scanned: while it doesn't, no file is taken in. */
export async function checkScanner({ clamavUrl }: Config): Promise<Finding> {
  if (clamavUrl === undefined) return fine("scanner", "none; files are not scanned for malware");
  try {
    await pingClamd(clamavUrl);
    return fine("scanner", `clamd answers at ${clamavUrl}`);
  } catch (failure) {
    // A name with several addresses fails with as many failures, and no message.
    const why = messageOf(failure) || codeOf(failure) || "no way there";
    return wrong(
      "scanner",
      `clamd does not answer at CLAMAV_URL ${clamavUrl}: ${why}; start it with TCPSocket set, or unset CLAMAV_URL`,
    );
  }
}
