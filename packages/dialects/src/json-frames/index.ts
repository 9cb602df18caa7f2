import type { Dialect } from "../dialect.js";
import { access } from "./access.js";
import { encode } from "./encode.js";
import { farewell, refuse } from "./errors.js";
import { operations } from "./operations.js";
import { routes } from "./routes.js";
import { signIn } from "./sign-in.js";

/** JSON frames with a `type` on a bare WebSocket, rows over REST. The wire guide is docs/wire/json-frames.md. */
export const jsonFrames: Dialect = {
  name: "json-frames",
  access,
  speaksInternal: false,
  showsDeleted: false,
  live: {
    wire: { kind: "websocket", paths: ["/", "/ws"] },
    signIn,
    // Nobody else speaks on these paths.
    recognises: () => true,
    maxFrameBytes: 4 * 1024 * 1024,
    operations,
    welcome: () => [],
    encode,
    refuse,
    farewell,
  },
  routes,
};
