import { lookFor } from "./look.js";
import type { WidgetOptions } from "./options.js";
import type { Language } from "./wording.js";

const BUBBLE = "M6.6 16.9A8.5 7 0 1 1 10.1 18.3L6 20.5Z";
const DOWN = "m6.5 9.5 5.5 5.5 5.5-5.5";

/** The most that is shown as a number. */
const MOST = 99;

/** What the panel shows: nothing yet, the frame, or that it can't be had. */
export type PanelState = "" | "on" | "lost";

/** The button in the corner, and the panel it opens. */
export interface Launcher {
  /** All of it. */
  readonly host: HTMLElement;
  /** Holds the frame. */
  readonly panel: HTMLElement;
  readonly button: HTMLElement;
  draw(isOpen: boolean, unread: number, state: PanelState): void;
}

/** Draws button and panel in a shadow tree, so that neither page nor widget changes the other. */
export function createLauncher(
  options: WidgetOptions,
  { locale, dir, words }: Language,
  toggle: () => void,
  retry: () => void,
): Launcher {
  const make = <T extends string>(name: T) => document.createElement(name);
  const host = make("ticketwire-widget");
  const panel = make("div");
  const again = make("button");
  const button = make("button");
  const badge = make("span");
  const draw = (name: string) => document.createElementNS("http://www.w3.org/2000/svg", name);
  const svg = draw("svg");
  const path = draw("path");
  const sheet = new CSSStyleSheet();
  const shadow = host.attachShadow({ mode: "open" });

  sheet.replaceSync(lookFor(options));
  shadow.adoptedStyleSheets = [sheet];
  shadow.append(panel, button);
  host.lang = locale;
  host.dir = dir;
  panel.role = "dialog";
  panel.ariaLabel = words.chat;
  panel.append(again);
  again.textContent = words.lost;
  again.onclick = retry;
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.append(path);
  button.append(svg, badge);
  button.onclick = toggle;
  host.onkeydown = ({ key }) => {
    if (key === "Escape" && !panel.hidden) toggle();
  };
  document.body.append(host);

  return {
    host,
    panel,
    button,
    draw(isOpen, unread, state) {
      const count = unread > MOST ? `${MOST}+` : `${unread}`;
      panel.hidden = !isOpen;
      panel.className = isOpen ? state : "";
      badge.hidden = isOpen || !unread;
      badge.textContent = count;
      path.setAttribute("d", isOpen ? DOWN : BUBBLE);
      button.ariaExpanded = `${isOpen}`;
      button.ariaLabel = words.chat + (badge.hidden ? "" : `, ${words.unread.replace("{count}", count)}`);
      // Who waits for the frame is told what has become of it.
      if (state === "lost") again.focus();
    },
  };
}
