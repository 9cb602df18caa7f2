import { relative } from "node:path";
import { BaseSequencer } from "vitest/node";
import { root } from "./run.mjs";

/** Where the files are that take longest, in that order: nodes that are killed, browsers, stores, servers. */
const LONGEST = ["bench/", "apps/", "packages/server/dist/stores/", "packages/server/"];

/**
 * Begins with what takes longest, so that no worker is left alone with it in the end; files that share a process come
 * last, one after the other.
 */
export default class LongestFirst extends BaseSequencer {
  async sort(files) {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => placeOf(a) - placeOf(b));
  }
}

function placeOf({ moduleId, project }) {
  if (!project.config.isolate) return LONGEST.length + 1;
  const path = relative(root, moduleId).replaceAll("\\", "/");
  const place = LONGEST.findIndex((folder) => path.startsWith(folder));
  return place === -1 ? LONGEST.length : place;
}
