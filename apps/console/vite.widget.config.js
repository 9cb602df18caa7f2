import { defineConfig } from "vite";

// What a page of anybody's loads: one small classic script, `/widget.js`.
export default defineConfig({
  publicDir: false,
  build: {
    emptyOutDir: false,
    target: "es2022",
    lib: {
      entry: "src/widget/main.ts",
      formats: ["iife"],
      name: "ticketwireWidget",
      fileName: () => "widget.js",
    },
  },
});
