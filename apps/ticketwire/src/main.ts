import { enableCompileCache } from "./cli/compile-cache.js";
import { run } from "./cli/run.js";

enableCompileCache();
// Whatever a failed start has left open must not keep the process alive.
process.exit(await run(process.argv.slice(2)));
