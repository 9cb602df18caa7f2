import type { AttachmentView, TicketHandle } from "@ticketwire/client";
import { MAX_ATTACHMENTS, MAX_FILE_BYTES } from "@ticketwire/client";
import { useCallback, useEffect, useRef, useState } from "react";
import { useFormats, useTexts } from "../provider/surroundings.js";
import { judgeFiles, type Refusal } from "./judge-files.js";

let nextKey = 0;

/** A file on its way to the server, ahead of the message it belongs to. */
export interface Upload {
  readonly key: string;
  readonly file: File;
  readonly state:
    | { readonly status: "uploading"; readonly percent?: number }
    | { readonly status: "ready"; readonly attachment: AttachmentView }
    | { readonly status: "failed"; readonly message: string };
}

/** The files of the message being written. */
export interface Uploads {
  readonly items: readonly Upload[];
  /** Why a file was not taken. */
  readonly refusal: string | undefined;
  add(files: readonly File[]): void;
  retry(key: string): void;
  /** Takes a file back; ends its upload. */
  remove(key: string): void;
  clear(): void;
}

/** Sends files to the server as soon as they are chosen, so that the message itself goes out at once. */
export function useUploads(ticket: TicketHandle): Uploads {
  const { attachments: texts, unknownReason } = useTexts();
  const formats = useFormats();
  const [items, setItems] = useState<readonly Upload[]>([]);
  const [refusal, setRefusal] = useState<string>();
  const count = useRef(0);
  const running = useRef(new Map<string, AbortController>());
  useEffect(() => {
    count.current = items.length;
  }, [items]);
  useEffect(() => {
    const uploads = running.current;
    return () => {
      for (const upload of uploads.values()) upload.abort();
    };
  }, []);

  const start = useCallback(
    ({ key, file }: Pick<Upload, "key" | "file">) => {
      const upload = new AbortController();
      running.current.set(key, upload);
      const become = (state: Upload["state"]) => {
        if (upload.signal.aborted) return;
        setItems((known) => known.map((item) => (item.key === key ? { ...item, state } : item)));
      };
      become({ status: "uploading" });
      ticket
        .upload(file, file.name, {
          signal: upload.signal,
          onProgress: ({ sentBytes, totalBytes }) =>
            become({ status: "uploading", percent: Math.floor((100 * sentBytes) / Math.max(totalBytes, 1)) }),
        })
        .then(
          (attachment) => become({ status: "ready", attachment }),
          (failure: unknown) =>
            become({ status: "failed", message: failure instanceof Error ? failure.message : unknownReason }),
        )
        .finally(() => running.current.delete(key));
    },
    [ticket, unknownReason],
  );

  const add = useCallback(
    (files: readonly File[]) => {
      const { taken: fitting, refusals } = judgeFiles(files, count.current);
      const taken = fitting.map(
        (file): Upload => ({ key: String(nextKey++), file, state: { status: "uploading" } }),
      );
      const say = (refusal: Refusal): string => {
        switch (refusal.why) {
          case "kind":
            return texts.wrongKind(refusal.name);
          case "size":
            return texts.tooLarge(formats.size(MAX_FILE_BYTES));
          case "count":
            return texts.tooMany(MAX_ATTACHMENTS);
        }
      };
      setRefusal([...new Set(refusals.map(say))].join(" ") || undefined);
      count.current += taken.length;
      setItems((known) => [...known, ...taken]);
      for (const item of taken) start(item);
    },
    [start, texts, formats],
  );

  const keepOnly = (which: (item: Upload) => boolean) => {
    setRefusal(undefined);
    for (const item of items) if (!which(item)) running.current.get(item.key)?.abort();
    setItems(items.filter(which));
  };

  return {
    items,
    refusal,
    add,
    retry(key) {
      const item = items.find((candidate) => candidate.key === key);
      if (item) start(item);
    },
    remove: (key) => keepOnly((item) => item.key !== key),
    clear: () => keepOnly(() => false),
  };
}
