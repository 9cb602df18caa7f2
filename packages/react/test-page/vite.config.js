import { defineConfig } from "vite";

const PREACT = {
  react: "preact/compat",
  "react-dom": "preact/compat",
  "react-dom/client": "preact/compat/client",
  "react/jsx-runtime": "preact/jsx-runtime",
};

// `--mode preact` builds the same page on Preact, `--mode development` one in which React runs each effect twice.
export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  logLevel: "warn",
  define: {
    "process.env.NODE_ENV": JSON.stringify(mode === "development" ? "development" : "production"),
  },
  resolve: { alias: mode === "preact" ? PREACT : {} },
  build: { emptyOutDir: true, cssTarget: ["chrome123", "safari17.5", "firefox128"] },
}));
