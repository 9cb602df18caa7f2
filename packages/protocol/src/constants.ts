// What a client needs while it runs, without the schemas and their library.
export * from "./close-reasons.js";
export * from "./error-codes.js";
export * from "./limits.js";
export * from "./version.js";
