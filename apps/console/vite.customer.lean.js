// What customers do not load of what the conversation and its socket are made of, or not at first.
import { fileURLToPath } from "node:url";

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
  "message/reactions.tsx": "Reactions",
  "message/system-message.tsx": "SystemMessage",
  "conversation/new-messages-pill.tsx": "NewMessagesPill",
  "pictures/picture-grid.tsx": "PictureGrid",
  "attachments/file-card.tsx": "FileCard",
};

const LATER = fileURLToPath(new URL("src/customer/app/later.tsx", import.meta.url));

const IS_SHOWN = {
  IntentBar: `{ isShown: ({ intent }) => intent.kind !== "write" }`,
  Reactions: "{ isShown: ({ message }) => message.reactions.length > 0 }",
};

/** The conversation as customers load it, from the folder of its sources. */
export function leanConversation(sources) {
  return {
    name: "ticketwire-lean-conversation",
    enforce: "pre",
    load(id) {
      const part = id.replace(sources, "");
      const component = WHEN_SHOWN[part];
      return component === undefined
        ? NOT_FOR_CUSTOMERS[part]
        : `import { later } from "${LATER}";
           export const ${component} = later(() => import("${id}?shown").then((it) => it.${component}), ${IS_SHOWN[component] ?? "{}"});`;
    },
  };
}

/** What Engine.IO has for bytes: between client and server go words, and files by requests of their own. */
const FOR_BYTES = {
  "engine.io-parser/build/esm/contrib/base64-arraybuffer.js": "export const decode = (text) => text;",
  "engine.io-parser/build/esm/encodePacket.browser.js": `import { PACKET_TYPES } from "./commons.js";
     export const encodePacket = ({ type, data }, _, callback) => callback(PACKET_TYPES[type] + (data || ""));
     export const encodePacketToBinary = () => {};`,
};

/** Engine.IO without what it has for bytes. */
export const wordsOnly = {
  name: "ticketwire-words-only",
  enforce: "pre",
  load: (id) => FOR_BYTES[id.split("/node_modules/").at(-1)],
};
