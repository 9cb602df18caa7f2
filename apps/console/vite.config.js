import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const SERVER = "http://localhost:3000";

export default defineConfig({
  plugins: [react()],
  build: { cssTarget: ["chrome123", "safari17.5", "firefox128"] },
  // `vite` alone serves the sources, and asks the demo that `npm start` runs for everything else.
  server: {
    proxy: { "/demo": SERVER, "/v1": SERVER, "/files": SERVER, "/socket.io": { target: SERVER, ws: true } },
  },
});
