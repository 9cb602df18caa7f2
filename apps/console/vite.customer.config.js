import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { leanSocket } from "@ticketwire/client/lean-socket";
import { defineConfig } from "vite";
import { leanConversation, wordsOnly } from "./vite.customer.lean.js";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

const REACT_SOURCES = at("../../packages/react/src/");

/** From the sources, so that only the styles of what is shown are loaded, and those of other parts with these. */
const SOURCES = {
  "@ticketwire/react/texts/ar": `${REACT_SOURCES}texts/ar.ts`,
  "@ticketwire/react/parts": `${REACT_SOURCES}parts.ts`,
  "@ticketwire/react": `${REACT_SOURCES}index.ts`,
};

/** What stands in for larger libraries of which little is used. */
const SLIM = {
  "socket.io-parser": at("src/customer/socket/words.ts"),
  "react/jsx-runtime": "preact/jsx-runtime",
  "react-dom/client": at("src/customer/preact/react-dom.ts"),
  "react-dom": at("src/customer/preact/react-dom.ts"),
  react: at("src/customer/preact/react.ts"),
};

/** Each script and sheet once more, as browsers ask for it: a server may stand on its own, with nothing in front that packs. */
const packed = {
  name: "ticketwire-packed",
  apply: "build",
  enforce: "post",
  generateBundle: {
    // After what Vite itself still puts into the scripts.
    order: "post",
    handler(_options, bundle) {
      for (const { fileName, type, code, source } of Object.values(bundle)) {
        if (!/\.(js|css)$/.test(fileName)) continue;
        const content = gzipSync(type === "chunk" ? code : source, { level: 9 });
        this.emitFile({ type: "asset", fileName: `${fileName}.gz`, source: content });
      }
    },
  },
};

/**
 * What is loaded at once goes into one file: each further one costs a request, and packs worse. The very first script is
 * all that a frame needs which only counts; the chat is what each screen needs, a conversation is the rest.
 */
const CONVERSATION = `${REACT_SOURCES}conversation/conversation.tsx`;
const STAGES = [
  ["customer", [at("src/customer/main.ts")]],
  ["chat", [at("src/customer/app/show.tsx")]],
  ["conversation", [at("src/customer/screens/ticket-screen.tsx"), CONVERSATION]],
];
const stageOf = new Map();
const stages = {
  name: "ticketwire-stages",
  buildEnd() {
    stageOf.clear();
    const collect = (id, stage) => {
      // The index of the React package names all of its parts: a conversation is followed from its own beginning only.
      const isAhead = id === CONVERSATION && stage !== "conversation";
      if (isAhead || stageOf.has(id) || /preload-helper|rolldown\/runtime/.test(id)) return;
      stageOf.set(id, stage);
      for (const imported of this.getModuleInfo(id)?.importedIds ?? []) collect(imported, stage);
    };
    for (const [stage, entries] of STAGES) for (const entry of entries) collect(entry, stage);
  },
};

/** Names of classes as short as can be: each of them is loaded twice. */
function shortNames() {
  const names = new Map();
  return (name, file) => {
    const full = `${file}/${name}`;
    if (!names.has(full)) names.set(full, `t${names.size.toString(36)}`);
    return names.get(full);
  };
}

// What customers load, in a frame or as a page: small, so on Preact.
export default defineConfig({
  publicDir: false,
  plugins: [leanSocket(), wordsOnly, leanConversation(REACT_SOURCES), stages, packed],
  resolve: { alias: { ...SOURCES, ...SLIM } },
  css: { modules: { generateScopedName: shortNames() } },
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    // The console lies in the same folder.
    emptyOutDir: false,
    target: "es2022",
    cssTarget: ["chrome123", "safari17.5", "firefox128"],
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: "customer.html",
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: ["chat", "conversation"].map((name) => ({ name, test: (id) => stageOf.get(id) === name })),
        },
      },
    },
  },
});
