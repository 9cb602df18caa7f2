export * from "./fake-clock.js";
export * from "./fixtures.js";
export * from "./memory-files.js";
export * from "./memory-store/index.js";
export * from "./random.js";
export * from "./recorders.js";
export * from "./store-contract.js";
