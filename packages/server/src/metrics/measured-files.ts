import { ChatError, type Files } from "@ticketwire/core";
import type { Metrics } from "./metrics.js";

/** The same files, with a count of what becomes of those that come in. */
export function measuredFiles(files: Files, metrics: Metrics): Files {
  return {
    async keep(file, takesAudio) {
      try {
        const kept = await files.keep(file, takesAudio);
        metrics.uploaded("accepted");
        return kept;
      } catch (failure) {
        metrics.uploaded(ChatError.from(failure).code);
        throw failure;
      }
    },
    discard: (storedName) => files.discard(storedName),
  };
}
