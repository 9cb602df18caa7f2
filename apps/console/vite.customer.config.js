import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { leanSocket } from "@ticketwire/client/lean-socket";
import { defineConfig } from "vite";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

const REACT_SOURCES = at("../../packages/react/src/");

/** From the sources, so that only the styles of what is shown are loaded, and those of other parts with these. */
const SOURCES = {
  "@ticketwire/react/texts/ar": `${REACT_SOURCES}texts/ar.ts`,
  "@ticketwire/react/parts": `${REACT_SOURCES}parts.ts`,
  "@ticketwire/react": `${REACT_SOURCES}index.ts`,
};

const PREACT = {
  react: "preact/compat",
  "react-dom": "preact/compat",
  "react-dom/client": "preact/compat/client",
  "react/jsx-runtime": "preact/jsx-runtime",
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

/** What the chat can't be shown without, the very first script left out: a frame that only counts loads no more than that. */
const ofChat = new Set();
const chat = {
  name: "ticketwire-chat",
  buildEnd() {
    const collect = (id, into) => {
      if (into.has(id)) return into;
      into.add(id);
      for (const imported of this.getModuleInfo(id)?.importedIds ?? []) collect(imported, into);
      return into;
    };
    const first = collect(at("src/customer/main.ts"), new Set());
    const all = collect(at("src/customer/app/show.tsx"), new Set());
    ofChat.clear();
    for (const id of all) if (!first.has(id) && !id.includes("preload-helper")) ofChat.add(id);
  },
};

/** What of the conversation customers never see: its own header, and what is for notes and prepared replies. */
const NOT_FOR_CUSTOMERS = {
  "conversation/conversation-header.tsx": "export const ConversationHeader = () => null;",
  "composer/note-toggle.tsx": "export const NoteToggle = () => null;",
  "composer/use-note-mode.ts": "export const useNoteMode = () => [false, () => {}];",
  "composer/canned-menu.tsx": "export const CannedMenu = () => null;",
  "composer/use-canned-menu.ts":
    "export const useCannedMenu = () => ({ found: [], chosen: 0, onKeyDown: () => false });",
  "provider/use-own-client.ts": "export const useOwnClient = () => undefined;",
};

/** What is loaded when it is shown for the first time, and when that is, where its place alone does not say. */
const WHEN_SHOWN = {
  "conversation/not-there.tsx": "NotThere",
  "composer/intent-bar.tsx": "IntentBar",
  "message/failed-delivery.tsx": "FailedDelivery",
  "message/reply-quote.tsx": "ReplyQuote",
  "attachments/file-card.tsx": "FileCard",
};

const IS_SHOWN = { IntentBar: `({ intent }) => intent.kind !== "write"` };

const lean = {
  name: "ticketwire-lean-conversation",
  enforce: "pre",
  load(id) {
    const part = id.replace(REACT_SOURCES, "");
    const component = WHEN_SHOWN[part];
    return component === undefined
      ? NOT_FOR_CUSTOMERS[part]
      : `import { later } from "${at("src/customer/app/later.tsx")}";
         export const ${component} = later(() => import("${id}?shown").then((it) => it.${component}), ${IS_SHOWN[component]});`;
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
  plugins: [leanSocket(), lean, chat, packed],
  resolve: { alias: { ...SOURCES, ...PREACT } },
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
      // One file for all that is loaded at once: each further one costs a request, and packs worse.
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ name: "chat", test: (id) => ofChat.has(id) }],
        },
      },
    },
  },
});
