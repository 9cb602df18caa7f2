import { createFrame, type Frame } from "./frame.js";
import { createLauncher, type PanelState } from "./launcher.js";
import type { ToPage } from "./messages.js";
import type { UnreadListener, WidgetOptions } from "./options.js";
import { languageFor } from "./wording.js";

/** How long the frame may take to forget a person, in ms. */
const FORGET_WITHIN_MS = 2000;

/** A frame that has loaded says so within this time, or is none of ours, in ms. */
const READY_WITHIN_MS = 1000;

/** After so long without the frame somebody is told, in ms. */
const LOST_AFTER_MS = 15_000;

/** One widget on a page, from `boot` to `shutdown`. */
export interface Widget {
  show(isOpen?: boolean): void;
  /** Somebody wants to know how much is unread: loads the frame for the sake of that, and tells them what is known. */
  heardBy(listener: UnreadListener): void;
  /** Lets the frame erase what it keeps of the person, then lets it go. It comes back with whoever opens it next. */
  logout(): void;
  shutdown(): void;
}

/** Puts a widget on the page. */
export function createWidget(
  options: WidgetOptions,
  base: string,
  listeners: ReadonlySet<UnreadListener>,
): Widget {
  const language = languageFor(options.locale || document.documentElement.lang || "en", options.texts);
  let frame: Frame | undefined;
  let state: PanelState = "";
  let isOpen = false;
  /** Whether the frame is to forget the person and go. */
  let isLeaving = false;
  let unread = 0;

  const become = (next: PanelState): void => {
    state = next;
    launcher.draw(isOpen, unread, state);
  };

  const count = (next: number): void => {
    if (next === unread) return;
    unread = next;
    become(state);
    for (const listener of listeners) listener(next);
  };

  const load = (): Frame => {
    if (frame) return frame;
    const made = createFrame(base, language.words.chat, heard);
    const judge = (): void => {
      if (frame === made && !state) become("lost");
    };
    frame = made;
    made.node.onload = () => setTimeout(judge, READY_WITHIN_MS);
    setTimeout(judge, LOST_AFTER_MS);
    launcher.panel.append(made.node);
    return made;
  };

  const leave = (): void => {
    frame?.remove();
    frame = undefined;
    isLeaving = false;
    become("");
  };

  const startAfresh = (): void => {
    leave();
    if (isOpen) load().node.focus();
  };

  const giveToken = async (id: number): Promise<void> => {
    const asking = frame;
    let { token } = options;
    try {
      if (typeof token === "function") token = await token();
    } catch {
      token = undefined;
    }
    asking?.tell({ type: "token", id, token });
  };

  const heard = (said: ToPage): void => {
    switch (said?.type) {
      case "ready": {
        const { token, ...rest } = options;
        const settings = { ...rest, locale: language.locale, hasToken: token !== undefined };
        become("on");
        frame?.tell(isLeaving ? { type: "forget" } : { type: "settings", settings, isOpen });
        break;
      }
      case "token":
        void giveToken(said.id);
        break;
      case "unread":
        count(isOpen ? 0 : said.count);
        break;
      case "close":
        show(false);
        break;
      case "forgotten":
        startAfresh();
        break;
      case "lost":
        become("lost");
        break;
    }
  };

  const show = (next = !isOpen): void => {
    if (next === isOpen) return;
    isOpen = next;
    become(state);
    if (next) {
      count(0);
      load().node.focus();
    } else launcher.button.focus();
    if (state === "on") frame?.tell({ type: "shown", isOpen });
  };

  const launcher = createLauncher(options, language, () => show(), startAfresh);
  const countUnread = (): void => {
    if (options.unread ?? listeners.size) load();
  };
  become("");
  countUnread();

  return {
    show,
    heardBy(listener) {
      countUnread();
      if (state === "on") listener(unread);
    },
    logout() {
      show(false);
      count(0);
      isLeaving = true;
      const leaving = load();
      if (state === "on") leaving.tell({ type: "forget" });
      setTimeout(() => {
        if (frame === leaving) startAfresh();
      }, FORGET_WITHIN_MS);
    },
    shutdown() {
      leave();
      launcher.host.remove();
    },
  };
}
