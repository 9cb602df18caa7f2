import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The demo that `npm start` runs answers for the chat, as if it stood behind the same address.
const CHAT = process.env.TICKETWIRE_URL ?? "http://localhost:3000";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  server: {
    port: 5173,
    proxy: { "/demo": CHAT, "/v1": CHAT, "/files": CHAT, "/socket.io": { target: CHAT, ws: true } },
  },
  build: { cssTarget: ["chrome123", "safari17.5", "firefox128"] },
});
