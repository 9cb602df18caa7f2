import type { Screen } from "../app/customer.js";
import { type Navigation, ownNavigation } from "../app/navigation.js";

const TICKETS = /^(.*\/t)(?:\/(.*))?$/;

/** For a page: each screen has an address, so that it can be kept, and the browser's own way back works. */
export function addressNavigation(): Navigation {
  const [, base = "/t"] = TICKETS.exec(location.pathname) ?? [];
  // Who comes to the list by its address wants to talk; who goes back to it wants the list.
  const inner = ownNavigation(screenAt(location.pathname) ?? { kind: "first" });
  addEventListener("popstate", () => inner.go(screenAt(location.pathname) ?? { kind: "list" }));
  return {
    ...inner,
    go(screen, replacing) {
      const address = `${base}/${pathOf(screen)}${location.search}`;
      if (replacing) history.replaceState(null, "", address);
      else if (address !== location.pathname + location.search) history.pushState(null, "", address);
      inner.go(screen);
    },
  };
}

function screenAt(path: string): Screen | undefined {
  const [, , rest = ""] = TICKETS.exec(path) ?? [];
  if (rest === "") return undefined;
  return rest === "new" ? { kind: "new" } : { kind: "ticket", ref: decoded(rest) };
}

function pathOf(screen: Screen): string {
  if (screen.kind === "ticket") return encodeURIComponent(screen.ref);
  return screen.kind === "new" ? "new" : "";
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
