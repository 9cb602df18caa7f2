export { pingClamd } from "./clamd.js";
export { type DiskFiles, openDiskFiles } from "./disk-files.js";
export { openLinkSecret } from "./link-secret.js";
export { createLinks, type FileLinks } from "./links.js";
export { openScanner, type Scanner, type Verdict } from "./scanner.js";
