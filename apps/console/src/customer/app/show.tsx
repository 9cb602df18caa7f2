import { createClient } from "@ticketwire/client";
import { createRoot } from "react-dom/client";
import type { FrameSettings } from "../../widget/messages.js";
import { serverAddress } from "../frame/server-address.js";
import { App } from "./app.js";
import { languageFor } from "./language.js";
import { type Navigation, ownNavigation } from "./navigation.js";
import { hasScreenKeyboard } from "./screen-keyboard.js";
import "../styles.css";

/** What the app is shown with. */
export interface AppSurroundings {
  readonly settings: FrameSettings;
  /** Undefined where the server's session cookie says who one is. */
  readonly token: (() => Promise<string | null>) | undefined;
  /** Left out, nobody sees where one is. */
  readonly navigation?: Navigation;
  /** Closes the panel, where there is one. */
  readonly close?: () => void;
  /** Hears how much is unread. */
  readonly counted?: (count: number) => void;
}

/** The app that is shown. */
export interface ShownApp {
  /** It can be seen now, or no more. */
  shown(isShown: boolean): void;
  /** Takes back what has not been sent, and ends. */
  forget(): void;
}

/** What the app is loaded for. */
export type ShowApp = typeof showApp;

/** Shows the customer's conversations in the page. */
export async function showApp({ settings, token, ...rest }: AppSurroundings): Promise<ShownApp> {
  let last: string | null | undefined;
  const ask =
    token &&
    (async () => {
      last = await token();
      return last;
    });
  const client = createClient({ server: serverAddress(), ...(ask ? { token: ask } : {}) });
  const language = await languageFor(settings.locale ?? "en", settings.texts);
  const { ticket, categories = [], theme = "auto" } = settings;
  const navigation =
    rest.navigation ??
    ownNavigation(ticket === undefined ? { kind: "first" } : { kind: "ticket", ref: ticket });
  const place = document.getElementById("root");
  if (!place) throw new Error("no element with the id root");
  document.documentElement.lang = language.locale;
  document.documentElement.dir = language.dir;
  document.title = language.texts.chat;
  document.body.dataset.theme = theme;

  const root = createRoot(place);
  const { close, counted } = rest;
  if (close)
    addEventListener("keydown", ({ key, defaultPrevented }) => {
      if (key === "Escape" && !defaultPrevented) close();
    });
  root.render(
    <App
      client={client}
      language={language}
      theme={theme}
      categories={categories}
      navigation={navigation}
      lastToken={() => last}
      close={close}
      counted={counted}
    />,
  );
  return {
    shown(isShown) {
      if (!isShown || !close) return;
      // Who was asked to sign in may have done so.
      if (client.getSnapshot().connection === "closed") client.reconnect();
      focusBest(place);
    },
    forget() {
      client.discardUnsent();
      root.unmount();
      client.close();
    },
  };
}

/** Where one writes, if no keyboard on the screen comes with it. */
function focusBest(place: HTMLElement): void {
  const field = hasScreenKeyboard() ? null : place.querySelector<HTMLElement>("form input, textarea");
  (field ?? place.querySelector<HTMLElement>("main"))?.focus();
}
