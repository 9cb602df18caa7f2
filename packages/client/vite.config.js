import { leanSocket } from "./lean-socket.js";

// One file with everything in it, for pages that have no bundler.
export default {
  root: import.meta.dirname,
  plugins: [leanSocket()],
  build: {
    // The compiled modules lie in the same folder.
    emptyOutDir: false,
    outDir: "dist",
    target: "es2022",
    modulePreload: false,
    rolldownOptions: {
      input: "dist/index.js",
      preserveEntrySignatures: "strict",
      output: { format: "es", entryFileNames: "ticketwire-client.js" },
    },
  },
};
