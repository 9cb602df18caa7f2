import { MARK, type ToFrame, type ToPage } from "./messages.js";

/** The page that does the talking, from the server, in a frame of its own: neither sees into the other. */
export interface Frame {
  readonly node: HTMLIFrameElement;
  tell(said: ToFrame): void;
  remove(): void;
}

/** Makes the frame. It loads once it is put into the page. */
export function createFrame(base: string, title: string, heard: (said: ToPage) => void): Frame {
  const node = document.createElement("iframe");
  // The frame answers only this origin, and is answered only by its own.
  const address = new URL(`widget/frame#${location.origin}`, base);
  const hear = ({ origin, source, data }: MessageEvent<ToPage>): void => {
    if (origin === address.origin && source === node.contentWindow) heard(data);
  };
  node.title = title;
  node.allow = "microphone;clipboard-write";
  node.src = address.href;
  addEventListener("message", hear);
  return {
    node,
    tell: (said) => node.contentWindow?.postMessage({ ...said, mark: MARK }, address.origin),
    remove() {
      removeEventListener("message", hear);
      node.remove();
    },
  };
}
