import type { CannedReplyDraft, Desk } from "@ticketwire/client/desk";
import { createValue } from "../store/value.js";

/** A text to answer with. */
export type CannedReply = Awaited<ReturnType<Desk["requests"]["cannedReplies"]["list"]>>[number];

/** The texts one may answer with, read once, when they are first wanted. */
export interface CannedReplies {
  getSnapshot(): readonly CannedReply[];
  subscribe(listener: () => void): () => void;
  /** All of them. Rejects with RequestError. */
  read(): Promise<readonly CannedReply[]>;
  put(draft: CannedReplyDraft): Promise<void>;
  remove(id: string): Promise<void>;
}

/** Another window, or another person, may have changed them: so long they are taken for right, in ms. */
const FRESH_MS = 60_000;

/** The canned replies of a desk. */
export function createCannedReplies({ requests }: Desk): CannedReplies {
  const { cannedReplies } = requests;
  const replies = createValue<readonly CannedReply[]>([]);
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<readonly CannedReply[]> | undefined;

  const readAnew = async () => {
    const list = await cannedReplies.list();
    readAt = Date.now();
    replies.set(list);
    return list;
  };
  const show = (next: readonly CannedReply[]) =>
    replies.set([...next].sort((one, other) => one.shortcut.localeCompare(other.shortcut)));

  return {
    getSnapshot: replies.getSnapshot,
    subscribe: replies.subscribe,
    async read() {
      if (Date.now() - readAt < FRESH_MS) return replies.getSnapshot();
      reading ??= readAnew().finally(() => {
        reading = undefined;
      });
      return reading;
    },
    async put(draft) {
      const reply = await cannedReplies.put(draft);
      show([...replies.getSnapshot().filter(({ id }) => id !== reply.id), reply]);
    },
    async remove(id) {
      await cannedReplies.remove(id);
      show(replies.getSnapshot().filter((reply) => reply.id !== id));
    },
  };
}
