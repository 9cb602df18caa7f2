import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The folder of the built web console, for `createServer`. Nothing when it has not been built. */
export function consoleDir(): { readonly consoleDir?: string } {
  const manifest = createRequire(import.meta.url).resolve("@ticketwire/console/package.json");
  const dir = join(dirname(manifest), "dist");
  return existsSync(join(dir, "index.html")) ? { consoleDir: dir } : {};
}
