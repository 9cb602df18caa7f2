import type { ShowApp } from "../app/show.js";
import { addressNavigation } from "./address.js";
import { takePageToken } from "./page-token.js";
import { sayLost } from "./say-lost.js";

/** The customer's page: the whole window, by a link or by the session cookie. */
export async function startPage(load: () => Promise<ShowApp>): Promise<void> {
  const token = takePageToken();
  const wish = new URLSearchParams(location.search);
  const theme = wish.get("theme");
  const locale = wish.get("locale") ?? navigator.language;
  try {
    const showApp = await load();
    const app = await showApp({
      settings: {
        hasToken: token !== undefined,
        locale,
        ...(theme === "light" || theme === "dark" ? { theme } : {}),
      },
      token: token === undefined ? undefined : () => Promise.resolve(token),
      navigation: addressNavigation(),
    });
    app.shown(true);
  } catch {
    sayLost(locale);
  }
}
