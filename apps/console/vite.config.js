import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const SERVER = "http://localhost:3000";

/** The client in one file, for pages that have no bundler: `import { createClient } from "https://…/client.js"`. */
const client = {
  name: "ticketwire-client",
  apply: "build",
  generateBundle() {
    const file = fileURLToPath(import.meta.resolve("@ticketwire/client/bundle"));
    this.emitFile({ type: "asset", fileName: "client.js", source: readFileSync(file) });
  },
};

export default defineConfig({
  plugins: [react(), client],
  build: { cssTarget: ["chrome123", "safari17.5", "firefox128"] },
  // `vite` alone serves the sources, and asks the demo that `npm start` runs for everything else.
  server: {
    proxy: {
      "/demo": SERVER,
      "/v1": SERVER,
      "/files": SERVER,
      "^/t(/|$)": SERVER,
      "/socket.io": { target: SERVER, ws: true },
    },
  },
});
