import type { FrameSettings, ToFrame } from "../../widget/messages.js";
import type { ShowApp, ShownApp } from "../app/show.js";
import { countUnread } from "./count-unread.js";
import { forgetPerson } from "./forget-person.js";
import { otherWindows } from "./other-windows.js";
import { linkToPage } from "./page-link.js";

/** The frame of the widget: counts what is unread until it is opened, and is the chat from then on. */
export function startFrame(load: () => Promise<ShowApp>): void {
  if (parent === window) return;
  let settings: FrameSettings = { hasToken: false };
  let app: Promise<ShownApp | undefined> | undefined;
  const page = linkToPage((said) => void heard(said));
  // Who signs out in one window has left the others as well.
  const others = otherWindows(() => void forget());

  const start = async (): Promise<ShownApp | undefined> => {
    try {
      return await (await load())({
        settings,
        token: settings.hasToken ? () => page.token() : undefined,
        close: () => page.tell({ type: "close" }),
        counted: (count) => page.tell({ type: "unread", count }),
      });
    } catch {
      page.tell({ type: "lost" });
      return undefined;
    }
  };

  const show = async (isShown: boolean): Promise<void> => {
    if (isShown) app ??= start();
    (await app)?.shown(isShown);
  };

  const forget = async (): Promise<void> => {
    (await app)?.forget();
    await forgetPerson();
    page.tell({ type: "forgotten" });
  };

  const heard = async (said: ToFrame): Promise<void> => {
    switch (said.type) {
      case "settings": {
        settings = said.settings;
        if (said.isOpen) return show(true);
        const token = settings.hasToken ? await page.token().catch(() => null) : undefined;
        const count = await countUnread(token, settings.ticket);
        // By now it may have been opened, and knows better.
        if (!app) page.tell({ type: "unread", count });
        return;
      }
      case "shown":
        return show(said.isOpen);
      case "forget":
        others.tellSignedOut();
        return forget();
      default:
    }
  };
  page.tell({ type: "ready" });
}
