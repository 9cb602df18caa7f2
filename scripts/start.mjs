// `npm start`: makes the clone ready, then serves the demo in this very process, so that signals reach it.
import { pathToFileURL } from "node:url";
import { prepare } from "./prepare.mjs";
import { root } from "./run.mjs";

prepare();
const main = `${root}/apps/ticketwire/dist/main.js`;
process.argv.splice(1, 1, main, "serve", "--demo");
await import(pathToFileURL(main).href);
