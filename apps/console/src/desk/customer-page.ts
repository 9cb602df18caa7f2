import { ticketRefIn } from "../hooks/use-route.js";
import type { Settings } from "../settings/settings.js";

/** The address of the customer's page, with the sign-in, the ticket that an address of this page names, and the look that was chosen. */
export function customerPage(token: string, hash: string, { theme, language }: Settings): string {
  const wishes = new URLSearchParams({
    ...(theme === "auto" ? {} : { theme }),
    ...(language === "en" ? {} : { locale: language }),
  });
  const ref = ticketRefIn(hash);
  const query = wishes.size === 0 ? "" : `?${wishes}`;
  return `/t/${ref === undefined ? "" : encodeURIComponent(ref)}${query}#token=${encodeURIComponent(token)}`;
}
