import type { AnyRoute } from "../dialect.js";
import { exportRoutes } from "./export.js";
import { messageRoutes } from "./message-routes.js";
import { sessionRoutes } from "./session-routes.js";

/** The REST half: rows of the tables. What is written here is heard live. */
export const routes: readonly AnyRoute[] = [...messageRoutes, ...sessionRoutes, ...exportRoutes];
