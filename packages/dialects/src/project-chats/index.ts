import type { Dialect } from "../dialect.js";
import { access } from "./access.js";
import { encode } from "./encode.js";
import { farewell, refuse } from "./errors.js";
import { operations } from "./operations.js";
import { routes } from "./routes.js";

/** Chats with integer ids on Socket.IO `/chat`, with REST on `/chat-messages`. The wire guide is docs/wire/project-chats.md. */
export const projectChats: Dialect = {
  name: "project-chats",
  access,
  speaksInternal: false,
  showsDeleted: false,
  live: {
    wire: { kind: "socket.io", namespace: "/chat" },
    recognises: (event) => Object.hasOwn(operations, event),
    operations,
    welcome: () => [],
    encode,
    refuse,
    farewell,
  },
  routes,
};
