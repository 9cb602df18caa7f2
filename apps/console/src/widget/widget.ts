import { Frame } from "./frame.js";
import { Launcher } from "./launcher.js";
import type { FrameSettings, ToPage } from "./messages.js";
import type { UnreadListener, WidgetOptions } from "./options.js";
import { type Wording, wordingFor } from "./wording.js";

/** How long the frame may take to forget a person, in ms. */
const FORGET_WITHIN_MS = 2000;

/** One widget on a page, from `boot` to `shutdown`. */
export class Widget {
  readonly #launcher: Launcher;
  readonly #server: string;
  readonly #locale: string;
  readonly #words: Wording;
  #frame: Frame | undefined;
  #isReady = false;
  /** Whether the frame is to forget the person and go. */
  #isLeaving = false;
  #unread = 0;

  constructor(
    private readonly options: WidgetOptions,
    server: string,
    private readonly listeners: ReadonlySet<UnreadListener>,
  ) {
    this.#server = server.replace(/\/+$/, "");
    this.#locale = options.locale ?? (document.documentElement.lang || "en");
    this.#words = wordingFor(this.#locale, options.texts);
    this.#launcher = new Launcher(options, this.#locale, this.#words, () => this.toggle());
    this.countUnread();
  }

  open(): void {
    this.#show(true);
  }

  close(): void {
    this.#show(false);
  }

  toggle(): void {
    this.#show(!this.#launcher.isOpen);
  }

  /** Loads the frame for the sake of its count, if somebody wants to know. */
  countUnread(): void {
    if (this.options.unread ?? this.listeners.size > 0) this.#load();
  }

  /** Tells somebody who has just begun to listen. */
  tell(listener: UnreadListener): void {
    if (this.#isReady) listener(this.#unread);
  }

  /** Lets the frame erase what it keeps of the person, then lets it go. It comes back with whoever opens it next. */
  logout(): void {
    this.close();
    this.#count(0);
    this.#isLeaving = true;
    const frame = this.#load();
    if (this.#isReady) frame.tell({ type: "forget" });
    setTimeout(() => {
      if (this.#frame === frame) this.#forgotten();
    }, FORGET_WITHIN_MS);
  }

  shutdown(): void {
    this.#leave();
    this.#launcher.remove();
  }

  #show(isOpen: boolean): void {
    if (isOpen === this.#launcher.isOpen) return;
    this.#launcher.show(isOpen);
    if (isOpen) {
      this.#load().element.focus();
      this.#count(0);
    } else this.#launcher.focus();
    if (this.#isReady) this.#frame?.tell({ type: "shown", isOpen });
  }

  #load(): Frame {
    if (!this.#frame) {
      this.#frame = new Frame(this.#server, this.#words.chat, (said) => this.#heard(said));
      this.#launcher.panel.append(this.#frame.element);
    }
    return this.#frame;
  }

  #leave(): void {
    this.#frame?.remove();
    this.#frame = undefined;
    this.#isReady = false;
    this.#isLeaving = false;
  }

  #forgotten(): void {
    this.#leave();
    if (this.#launcher.isOpen) this.#load();
  }

  #heard(said: ToPage): void {
    switch (said.type) {
      case "ready":
        this.#isReady = true;
        this.#frame?.tell(
          this.#isLeaving
            ? { type: "forget" }
            : { type: "settings", settings: this.#settings(), isOpen: this.#launcher.isOpen },
        );
        break;
      case "token":
        void this.#giveToken(said.id);
        break;
      case "unread":
        this.#count(this.#launcher.isOpen ? 0 : said.count);
        break;
      case "close":
        this.close();
        break;
      case "forgotten":
        this.#forgotten();
        break;
    }
  }

  async #giveToken(id: number): Promise<void> {
    const frame = this.#frame;
    const { token } = this.options;
    try {
      const given = typeof token === "function" ? await token() : (token ?? null);
      frame?.tell({ type: "token", id, token: given });
    } catch {
      frame?.tell({ type: "noToken", id });
    }
  }

  #count(unread: number): void {
    const isNew = unread !== this.#unread;
    this.#unread = unread;
    this.#launcher.count(unread);
    if (isNew) for (const listener of [...this.listeners]) listener(unread);
  }

  #settings(): FrameSettings {
    const { ticket, theme, texts, categories, token } = this.options;
    return {
      locale: this.#locale,
      hasToken: token !== undefined,
      ...(ticket === undefined ? {} : { ticket }),
      ...(theme === undefined ? {} : { theme }),
      ...(texts === undefined ? {} : { texts }),
      ...(categories === undefined ? {} : { categories }),
    };
  }
}
