import { basename } from "node:path";
import { defineConfig } from "vite";

const ENTRIES = { index: "src/index.ts", parts: "src/parts.ts", "texts/ar": "src/texts/ar.ts" };

/** Whatever is not ours is left to who installs the package: React may be Preact there. */
const FOREIGN = /^(react|react-dom|@ticketwire\/client|virtua)(\/|$)/;

/** Host applications override a layer by any rule of their own; those whose rules would reach too far take the other. */
const layered = {
  name: "ticketwire-layer",
  enforce: "post",
  generateBundle(_options, bundle) {
    const styles = bundle["styles.css"];
    if (!styles) return;
    this.emitFile({ type: "asset", fileName: "styles.unlayered.css", source: styles.source });
    styles.source = `@layer ticketwire {\n${styles.source}}\n`;
  },
};

/** Frameworks that render on a server learn from this that the entries are for browsers. */
const forBrowsers = ({ isEntry }) => (isEntry ? '"use client";' : "");

export default defineConfig({
  root: import.meta.dirname,
  plugins: [layered],
  css: {
    modules: {
      generateScopedName: (name, file) => `tw-${basename(file).replace(/\.module\.css.*$/, "")}-${name}`,
    },
  },
  build: {
    // The types of `tsc` lie in the same folder.
    emptyOutDir: false,
    target: "es2022",
    cssTarget: ["chrome123", "safari17.5", "firefox128"],
    minify: false,
    lib: { entry: ENTRIES, formats: ["es"], cssFileName: "styles" },
    rolldownOptions: {
      external: FOREIGN,
      output: {
        preserveModules: true,
        preserveModulesRoot: "src",
        entryFileNames: "[name].js",
        banner: forBrowsers,
      },
    },
  },
});
