import { MARK, type Marked, type ToFrame, type ToPage } from "./messages.js";

/** The page that does the talking, from the server, in a frame of its own: neither sees into the other. */
export class Frame {
  readonly element = document.createElement("iframe");
  readonly #origin: string;
  readonly #hear: (event: MessageEvent) => void;

  constructor(server: string, title: string, heard: (said: ToPage) => void) {
    this.#origin = new URL(server).origin;
    this.element.title = title;
    this.element.allow = "microphone; clipboard-write";
    this.element.referrerPolicy = "no-referrer";
    // The frame answers only this origin, and is answered only by its own.
    this.element.src = `${server}/widget/frame#${encodeURIComponent(location.origin)}`;
    this.#hear = ({ source, origin, data }: MessageEvent) => {
      const isOurs = source !== null && source === this.element.contentWindow && origin === this.#origin;
      if (isOurs && (data as Marked<ToPage> | null)?.mark === MARK) heard(data as Marked<ToPage>);
    };
    addEventListener("message", this.#hear);
  }

  tell(said: ToFrame): void {
    this.element.contentWindow?.postMessage({ ...said, mark: MARK }, this.#origin);
  }

  remove(): void {
    removeEventListener("message", this.#hear);
    this.element.remove();
  }
}
