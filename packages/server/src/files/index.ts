export { type DiskFiles, openDiskFiles } from "./disk-files.js";
export { openLinkSecret } from "./link-secret.js";
export { createLinks, type FileLinks } from "./links.js";
