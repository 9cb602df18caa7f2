export { pingClamd } from "./clamd.js";
export { openDiskFiles } from "./disk-files.js";
export type { KeptFiles } from "./kept-files.js";
export { openLinkSecret } from "./link-secret.js";
export { createLinks, type FileLinks } from "./links.js";
export { fileOrigins, openFiles, probeFiles } from "./open-files.js";
export { openScanner, type Scanner, type Verdict } from "./scanner.js";
