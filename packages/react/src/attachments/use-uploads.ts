import type { AttachmentView, TicketHandle } from "@ticketwire/client";
import { MAX_ATTACHMENTS, MAX_FILE_BYTES } from "@ticketwire/client";
import { useCallback, useEffect, useRef, useState } from "react";
import { sizeLabel } from "../format/size.js";

let nextKey = 0;

/** A file on its way to the server, ahead of the message it belongs to. */
export interface Upload {
  readonly key: string;
  readonly file: File;
  readonly state:
    | { readonly status: "uploading" }
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
  remove(key: string): void;
  clear(): void;
}

/** Sends files to the server as soon as they are chosen, so that the message itself goes out at once. */
export function useUploads(ticket: TicketHandle): Uploads {
  const [items, setItems] = useState<readonly Upload[]>([]);
  const [refusal, setRefusal] = useState<string>();
  const count = useRef(0);
  useEffect(() => {
    count.current = items.length;
  }, [items]);

  const start = useCallback(
    ({ key, file }: Pick<Upload, "key" | "file">) => {
      const settle = (state: Upload["state"]) =>
        setItems((known) => known.map((item) => (item.key === key ? { ...item, state } : item)));
      ticket.upload(file, file.name).then(
        (attachment) => settle({ status: "ready", attachment }),
        (failure: unknown) => settle({ status: "failed", message: messageOf(failure) }),
      );
    },
    [ticket],
  );

  const add = useCallback(
    (files: readonly File[]) => {
      const fitting = files.filter(({ size }) => size <= MAX_FILE_BYTES);
      const taken = fitting
        .slice(0, MAX_ATTACHMENTS - count.current)
        .map((file): Upload => ({ key: String(nextKey++), file, state: { status: "uploading" } }));
      setRefusal(refusalOf(files.length, fitting.length, taken.length));
      count.current += taken.length;
      setItems((known) => [...known, ...taken]);
      for (const item of taken) start(item);
    },
    [start],
  );

  return {
    items,
    refusal,
    add,
    retry(key) {
      const item = items.find((candidate) => candidate.key === key);
      if (!item) return;
      setItems(items.map((known) => (known === item ? { ...item, state: { status: "uploading" } } : known)));
      start(item);
    },
    remove(key) {
      setRefusal(undefined);
      setItems(items.filter((item) => item.key !== key));
    },
    clear() {
      setRefusal(undefined);
      setItems([]);
    },
  };
}

function refusalOf(given: number, fitting: number, taken: number): string | undefined {
  if (fitting < given) return `A file may have at most ${sizeLabel(MAX_FILE_BYTES)}.`;
  return taken < fitting ? `A message carries at most ${MAX_ATTACHMENTS} files.` : undefined;
}

function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : "the server gave no reason";
}
