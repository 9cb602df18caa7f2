import type { UnreadListener, WidgetOptions } from "./options.js";
import { Widget } from "./widget.js";

/** What stands in for the widget until this script has come: calls wait in it. */
interface Queue {
  readonly queue?: readonly (readonly [string, ...unknown[]])[];
}

const { currentScript } = document;
const origin =
  currentScript instanceof HTMLScriptElement ? new URL(".", currentScript.src).href : location.origin;
const listeners = new Set<UnreadListener>();
let widget: Widget | undefined;

/** Calls back once there is a body to put something in. */
function whenReady(then: () => void): void {
  if (document.body) then();
  else addEventListener("DOMContentLoaded", then, { once: true });
}

/** The widget, for the page it is on. */
const Ticketwire = {
  boot(options: WidgetOptions = {}): void {
    whenReady(() => {
      widget?.shutdown();
      widget = new Widget(options, options.server ?? origin, listeners);
    });
  },
  open: () => whenReady(() => widget?.open()),
  close: () => whenReady(() => widget?.close()),
  toggle: () => whenReady(() => widget?.toggle()),
  onUnreadCountChange(listener: UnreadListener): () => void {
    listeners.add(listener);
    widget?.countUnread();
    widget?.tell(listener);
    return () => listeners.delete(listener);
  },
  logout: () => whenReady(() => widget?.logout()),
  shutdown(): void {
    whenReady(() => {
      widget?.shutdown();
      widget = undefined;
    });
  },
};

const page = window as unknown as { Ticketwire?: Queue };
const waiting = page.Ticketwire?.queue ?? [];
page.Ticketwire = Ticketwire as Queue;
for (const [name, ...given] of waiting)
  (Ticketwire as unknown as Record<string, ((...given: unknown[]) => void) | undefined>)[name]?.(...given);
