import { MARK, type Marked, type ToFrame, type ToPage } from "../../widget/messages.js";

/** Speaks with the page the frame is on, and with nobody else. */
export interface PageLink {
  tell(said: ToPage): void;
  /** A token from the page; null when nobody is signed in there. Rejects when the page can't get one. */
  token(): Promise<string | null>;
}

/** Listens to the page. Its origin stands in the frame's own address: said to another one, nothing arrives. */
export function linkToPage(heard: (said: ToFrame) => void): PageLink {
  const origin = decodeURIComponent(location.hash.slice(1));
  const asked = new Map<number, PromiseWithResolvers<string | null>>();
  let lastAsked = 0;
  const tell = (said: ToPage): void => parent.postMessage({ ...said, mark: MARK }, origin);

  addEventListener("message", ({ source, origin: from, data }: MessageEvent) => {
    if (source !== parent || from !== origin) return;
    const said = data as Marked<ToFrame> | null;
    if (said?.mark !== MARK) return;
    if (said.type === "token") asked.get(said.id)?.resolve(said.token);
    else if (said.type === "noToken") asked.get(said.id)?.reject(new Error("the page has no token"));
    else heard(said);
  });
  return {
    tell,
    token() {
      lastAsked += 1;
      const answer = promised<string | null>();
      asked.set(lastAsked, answer);
      tell({ type: "token", id: lastAsked });
      return answer.promise;
    },
  };
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: Error) => void;
}

function promised<T>(): PromiseWithResolvers<T> {
  let resolve: (value: T) => void = () => {};
  let reject: (reason: Error) => void = () => {};
  const promise = new Promise<T>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve, reject };
}
