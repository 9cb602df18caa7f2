import type { FrameSettings, ToFrame } from "../../widget/messages.js";
import type { ShowApp, ShownApp } from "../app/show.js";
import { countUnread } from "./count-unread.js";
import { forgetPerson } from "./forget-person.js";
import { linkToPage } from "./page-link.js";

/** The frame of the widget: counts what is unread until it is opened, and is the chat from then on. */
export function startFrame(load: () => Promise<ShowApp>): void {
  if (parent === window) return;
  let settings: FrameSettings | undefined;
  let app: Promise<ShownApp> | undefined;
  const page = linkToPage((said) => void heard(said));

  const open = (): Promise<ShownApp> => {
    app ??= load().then((showApp) =>
      showApp({
        settings: settings ?? { hasToken: false },
        token: settings?.hasToken ? () => page.token() : undefined,
        close: () => page.tell({ type: "close" }),
        counted: (count) => page.tell({ type: "unread", count }),
      }),
    );
    return app;
  };

  const heard = async (said: ToFrame): Promise<void> => {
    switch (said.type) {
      case "settings": {
        settings = said.settings;
        if (said.isOpen) return (await open()).shown(true);
        const token = settings.hasToken ? await page.token().catch(() => null) : undefined;
        const count = await countUnread(token, settings.ticket);
        // By now it may have been opened, and knows better.
        if (!app) page.tell({ type: "unread", count });
        return;
      }
      case "shown":
        if (said.isOpen || app !== undefined) (await open()).shown(said.isOpen);
        return;
      case "forget":
        (await app)?.forget();
        forgetPerson();
        page.tell({ type: "forgotten" });
        return;
      default:
    }
  };
  page.tell({ type: "ready" });
}
