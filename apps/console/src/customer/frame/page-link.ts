import { MARK, type Marked, type ToFrame, type ToPage } from "../../widget/messages.js";

/** Speaks with the page the frame is on, and with nobody else. */
export interface PageLink {
  tell(said: ToPage): void;
  /** A token from the page; null when nobody is signed in there. Rejects when the page can't get one. */
  token(): Promise<string | null>;
}

/** Listens to the page. Its origin stands in the frame's own address: said to another one, nothing arrives. */
export function linkToPage(heard: (said: ToFrame) => void): PageLink {
  const origin = location.hash.slice(1);
  const asked = new Map<number, (token: string | null | undefined) => void>();
  let lastAsked = 0;
  const tell = (said: ToPage): void => parent.postMessage(said, origin);

  addEventListener("message", ({ source, origin: from, data }: MessageEvent<Marked<ToFrame> | null>) => {
    // Pages tell their frames all kinds of things.
    if (source !== parent || from !== origin || data?.mark !== MARK) return;
    if (data.type !== "token") return heard(data);
    asked.get(data.id)?.(data.token);
    asked.delete(data.id);
  });
  return {
    tell,
    token: () =>
      new Promise((resolve, reject) => {
        lastAsked += 1;
        asked.set(lastAsked, (token) => {
          if (token === undefined) reject(new Error("the page has no token"));
          else resolve(token);
        });
        tell({ type: "token", id: lastAsked });
      }),
  };
}
