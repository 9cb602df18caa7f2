/** A file on its way in. `content` is read once, to its end or until it is refused. */
export interface IncomingFile {
  /** The name its owner gave it. Not to be trusted. */
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array>;
}

/** A file that has been taken in: checked, stored, and ready to be fetched. */
export interface KeptFile {
  readonly name: string;
  readonly storedName: string;
  /** Media type, decided by content. */
  readonly type: string;
  readonly size: number;
  /** SHA-256 of the bytes as they came, as hex. */
  readonly digest: string;
  /** A picture's size in pixels, as it is to be shown; null for what is none. */
  readonly picture: { readonly width: number; readonly height: number } | null;
}

/**
 * Takes files in and keeps their bytes.
 *
 * - `keep` MUST decide the type by content and throw `unsupported_type` for what is not allowed, is broken, or would
 *   grow without measure when it is opened.
 * - `keep` MAY throw `infected`, and `unavailable` when it can't tell; what it has not judged can't be fetched.
 * - `keep` MAY leave out of a picture what says more than the picture shows: when, where and with what it was taken.
 * - `keep` MUST stop reading and throw `too_large` past the size limit, and leave nothing behind when it throws.
 * - When `keep` resolves the bytes MUST be durable and can be fetched.
 */
export interface Files {
  /** `takesAudio`: whether recordings are taken as well. */
  keep(file: IncomingFile, takesAudio?: boolean): Promise<KeptFile>;
  /** Forgets a kept file; no error when it is gone. */
  discard(storedName: string): Promise<void>;
}
