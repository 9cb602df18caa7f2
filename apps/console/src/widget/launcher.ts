import { LOOK } from "./look.js";
import type { WidgetOptions } from "./options.js";
import { isArabic, type Wording } from "./wording.js";

const SVG = "http://www.w3.org/2000/svg";
const BUBBLE =
  "M12 4.5c-4.7 0-8.5 3.1-8.5 7 0 2.2 1.2 4.1 3.1 5.4L6 20.5l4.1-2.2c.6.1 1.2.2 1.9.2 4.7 0 8.5-3.1 8.5-7s-3.8-7-8.5-7Z";
const CROSS = "m6.5 9.5 5.5 5.5 5.5-5.5";

/** The most that is shown as a number. */
const MOST = 99;

/** Above what pages put in front of others. */
const Z_INDEX = 2_147_483_000;

/** The button in the corner, and the panel it opens; in a shadow tree, so that neither page nor widget changes the other. */
export class Launcher {
  readonly panel = document.createElement("div");
  readonly #host = document.createElement("ticketwire-widget");
  readonly #button = document.createElement("button");
  readonly #icon = document.createElementNS(SVG, "path");
  readonly #badge = document.createElement("span");
  readonly #words: Wording;
  #unread = 0;

  constructor(
    { theme, position, zIndex }: WidgetOptions,
    locale: string,
    words: Wording,
    toggle: () => void,
  ) {
    this.#words = words;
    const host = this.#host;
    Object.assign(host.dataset, { theme: theme ?? "auto", position: position ?? "end" });
    host.dir = isArabic(locale) ? "rtl" : "ltr";
    host.lang = locale;
    const shadow = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(LOOK.replace("var(--z)", String(Math.trunc(Number(zIndex ?? Z_INDEX)))));
    shadow.adoptedStyleSheets = [sheet];

    const drawing = document.createElementNS(SVG, "svg");
    drawing.setAttribute("viewBox", "0 0 24 24");
    drawing.setAttribute("aria-hidden", "true");
    drawing.append(this.#icon);
    this.#button.type = "button";
    this.#button.append(drawing, this.#badge);
    this.#button.onclick = toggle;
    this.panel.setAttribute("role", "dialog");
    this.panel.setAttribute("aria-label", words.chat);
    shadow.append(this.#button, this.panel);
    this.show(false);
    document.body.append(host);
    host.onkeydown = ({ key }) => {
      if (key === "Escape" && this.isOpen) toggle();
    };
  }

  get isOpen(): boolean {
    return !this.panel.hidden;
  }

  show(isOpen: boolean): void {
    this.panel.hidden = !isOpen;
    this.#button.setAttribute("aria-expanded", String(isOpen));
    this.#icon.setAttribute("d", isOpen ? CROSS : BUBBLE);
    this.#label();
  }

  count(unread: number): void {
    this.#unread = unread;
    this.#label();
  }

  focus(): void {
    this.#button.focus();
  }

  remove(): void {
    this.#host.remove();
  }

  #label(): void {
    const { open, close, unread } = this.#words;
    const count = this.#unread > MOST ? `${MOST}+` : String(this.#unread);
    const isShown = this.#unread > 0 && !this.isOpen;
    this.#badge.hidden = !isShown;
    this.#badge.textContent = count;
    const label = this.isOpen ? close : open;
    this.#button.ariaLabel = isShown ? `${label}, ${unread.replace("{count}", count)}` : label;
    this.#button.title = label;
  }
}
