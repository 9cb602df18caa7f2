import { type Config, pingRedis, withoutCredentials } from "@ticketwire/server";
import { codeOf, messageOf } from "../cli/failure.js";
import { type Finding, fine, wrong } from "./finding.js";

/** Whether Redis answers where nodes are to hear of each other. */
export async function checkBus({ redisUrl }: Config): Promise<Finding> {
  if (redisUrl === undefined) return fine("bus", "none; this is the only node");
  const shown = withoutCredentials(redisUrl);
  try {
    await pingRedis(redisUrl);
    return fine("bus", `redis answers at ${shown}`);
  } catch (failure) {
    const why = messageOf(failure) || codeOf(failure) || "no way there";
    return wrong("bus", `redis does not answer at REDIS_URL ${shown}: ${why}; start it, or unset REDIS_URL`);
  }
}
