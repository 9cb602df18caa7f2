import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { ChatError, type IncomingFile, type KeptFile, type Timers } from "@ticketwire/core";
import { dispositionOf, type KeptFiles, kindOfStored, type StoredFile } from "../kept-files.js";
import type { Accepted, Reception } from "../reception.js";
import type { S3Address } from "./address.js";
import { OwedDeletions } from "./owed-deletions.js";

/** How long a link into S3 lasts, in s. */
const LINK_TTL_S = 300;

/** When to try again what S3 did not take, in ms. */
const RETRY_MS = 5000;

/** What browsers and proxies may do with a file: keep it for who fetched it. It never changes. */
const CACHE_CONTROL = "private, max-age=3600, immutable";

/**
 * Files in S3: one object each, written whole by one request, so that half of one is never there. They wait on this
 * machine until they have been judged, and are streamed from there.
 */
export class S3Files implements KeptFiles {
  readonly linkTo: KeptFiles["linkTo"];
  readonly #owed: OwedDeletions;

  constructor(
    private readonly client: S3Client,
    private readonly address: S3Address,
    private readonly reception: Reception,
    timers: Timers,
  ) {
    this.#owed = new OwedDeletions((storedName) => this.#remove(storedName), timers);
    if (!address.isProxied) this.linkTo = (storedName, name) => this.#link(storedName, name);
  }

  keep(file: IncomingFile, takesAudio?: boolean): Promise<KeptFile> {
    return this.reception.takeIn(file, takesAudio, (accepted) => this.#store(accepted));
  }

  async discard(storedName: string): Promise<void> {
    if (!kindOfStored(storedName)) return;
    try {
      await this.#remove(storedName);
    } catch (failure) {
      this.#owed.add(storedName);
      throw failure;
    }
  }

  async read(storedName: string): Promise<StoredFile | null> {
    const kind = kindOfStored(storedName);
    if (!kind || this.#owed.has(storedName)) return null;
    try {
      const { Body, ContentLength } = await this.client.send(new GetObjectCommand(this.#place(storedName)));
      if (Body === undefined || ContentLength === undefined)
        throw new Error("S3 gave an object without content");
      return { stream: Body as Readable, size: ContentLength, type: kind.type };
    } catch (failure) {
      if (failure instanceof Error && failure.name === "NoSuchKey") return null;
      throw unavailable(failure);
    }
  }

  async close(): Promise<void> {
    this.#owed.close();
    this.client.destroy();
  }

  async #remove(storedName: string): Promise<void> {
    await this.#ask(() => this.client.send(new DeleteObjectCommand(this.#place(storedName))));
  }

  async #store({ path, storedName, kind, size }: Accepted): Promise<void> {
    const content = createReadStream(path);
    try {
      await this.#ask(() =>
        this.client.send(
          new PutObjectCommand({
            ...this.#place(storedName),
            Body: content,
            ContentLength: size,
            ContentType: kind.type,
            // Also whoever opens the bucket itself runs nothing.
            ContentDisposition: "attachment",
            CacheControl: CACHE_CONTROL,
          }),
        ),
      );
    } catch (failure) {
      // S3 may have stored it and its answer been lost.
      await this.discard(storedName).catch(() => {});
      throw failure;
    } finally {
      content.destroy();
    }
  }

  async #link(storedName: string, name: string): Promise<string | null> {
    const kind = kindOfStored(storedName);
    if (!kind || this.#owed.has(storedName)) return null;
    const command = new GetObjectCommand({
      ...this.#place(storedName),
      ResponseContentType: kind.type,
      ResponseContentDisposition: dispositionOf(kind.type, name),
      ResponseCacheControl: CACHE_CONTROL,
    });
    return this.#ask(() => getSignedUrl(this.client, command, { expiresIn: LINK_TTL_S }));
  }

  #place(storedName: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.address.bucket, Key: this.address.prefix + storedName };
  }

  async #ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (failure) {
      throw unavailable(failure);
    }
  }
}

/** Whatever is wrong with S3 is not the client's doing, and may have passed when they try again. */
function unavailable(cause: unknown): ChatError {
  return new ChatError(
    "unavailable",
    "files can't be stored or fetched at the moment, text can be sent",
    { retryAfterMs: RETRY_MS },
    { cause },
  );
}
