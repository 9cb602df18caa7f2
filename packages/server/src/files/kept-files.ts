import type { Readable } from "node:stream";
import type { Files } from "@ticketwire/core";
import { AUDIO_KINDS, FILE_KINDS, type FileKind } from "./kinds.js";

/** A kept file on its way out. `size` is in bytes, `type` the media type. */
export interface StoredFile {
  readonly stream: Readable;
  readonly size: number;
  readonly type: string;
}

/** Files that can be fetched again. */
export interface KeptFiles extends Files {
  /** Opens a kept file; null when there is none of that name. The stream must be read or destroyed. */
  read(storedName: string): Promise<StoredFile | null>;
  /**
   * Where a client fetches a file by itself within the next minutes, to be saved under `name`; null when no file can have
   * that name. Left out where files are fetched from here.
   */
  readonly linkTo?: ((storedName: string, name: string) => Promise<string | null>) | undefined;
  close(): Promise<void>;
}

/** The only names that ever become part of a path, so that none can lead elsewhere. */
const STORED_NAME = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.([a-z0-9]{3,4})$/;

/** What kind of file has been given this stored name; undefined for a name that was never given out. */
export function kindOfStored(storedName: string): FileKind | undefined {
  const extension = STORED_NAME.exec(storedName)?.[1];
  return [...FILE_KINDS, ...AUDIO_KINDS].find((known) => known.extension === extension);
}

/** How a browser is told to treat a file: pictures are shown, everything else is saved. */
export function dispositionOf(type: string, name: string): string {
  const shown = type.startsWith("image/") ? "inline" : "attachment";
  return `${shown}; filename*=UTF-8''${encodeURIComponent(name.toWellFormed())}`;
}
