/** Where a file stands, from its path below the root: `packages/core/src/a.ts` is `core`, in the group `packages`. */
export function placeOf(file) {
  const parts = file.split("/");
  const depth = parts[0] === "bench" ? 1 : 2;
  return {
    group: parts[0],
    name: parts[depth - 1],
    folder: parts.slice(0, depth).join("/"),
    // A package's `src/e2e` is compiled with its tests, and does not ship.
    isTest: /\.test\.[cm]?[jt]sx?$|\/src\/e2e\//.test(file),
    dialect: dialectOf(file),
  };
}

/** The dialect whose folder a path is in: each folder directly in `packages/dialects/src` is one. */
export function dialectOf(path) {
  return /^packages\/dialects\/src\/([^/]+)\/./.exec(path)?.[1];
}

/** The folder beside the dialects for what they share. Each of them may import it; it imports none of them. */
export const SHARED = "shared";
