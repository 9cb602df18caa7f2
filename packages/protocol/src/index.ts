export * from "./client-events.js";
export * from "./constants.js";
export * from "./fields.js";
export * from "./server-events.js";
export * from "./views.js";
