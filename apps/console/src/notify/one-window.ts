import { newId } from "../store/new-id.js";

/** What windows tell each other. */
interface Told {
  readonly window: string;
  readonly hasFocus: boolean;
}

/** Says which of somebody's windows is to tell of something: the one that has the focus, else the one opened first. */
export interface OneWindow {
  readonly isThisOne: boolean;
  close(): void;
}

/** Takes part in finding out, among all windows of one person in this browser. */
export function openOneWindow(personRef: string): OneWindow {
  const name = `ticketwire.notify/${personRef}`;
  const window = newId();
  const channel = new BroadcastChannel(name);
  const focused = new Set<string>();
  const leaving = new AbortController();
  let letGo = () => {};
  // Without locks, as on plain HTTP, each window is on its own.
  let isFirst = !("locks" in navigator);

  const tell = () => channel.postMessage({ window, hasFocus: document.hasFocus() } satisfies Told);
  const gone = () => channel.postMessage({ window, hasFocus: false } satisfies Told);
  channel.onmessage = ({ data }: MessageEvent<Told | "who">) => {
    if (data === "who") tell();
    else if (data.hasFocus) focused.add(data.window);
    else focused.delete(data.window);
  };
  channel.postMessage("who");
  // It may have had the focus before it listened for it.
  tell();
  for (const event of ["focus", "blur"]) addEventListener(event, tell, { signal: leaving.signal });
  addEventListener("pagehide", gone, { signal: leaving.signal });

  // The lock is held until the window is closed; then the next one gets it.
  navigator.locks
    ?.request(name, { signal: leaving.signal }, () => {
      isFirst = true;
      return new Promise<void>((resolve) => {
        letGo = resolve;
      });
    })
    .catch(() => {});

  return {
    get isThisOne() {
      return isFirst ? document.hasFocus() || focused.size === 0 : document.hasFocus() && focused.size === 0;
    },
    close() {
      gone();
      leaving.abort();
      letGo();
      channel.close();
    },
  };
}
