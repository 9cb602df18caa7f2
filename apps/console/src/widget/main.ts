import type { UnreadListener, WidgetOptions } from "./options.js";
import { Widget } from "./widget.js";

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

type Call = readonly [string, ...unknown[]];

const calls = Ticketwire as unknown as Record<string, ((...given: unknown[]) => void) | undefined>;
const call = ([name, ...given]: Call): void => calls[name]?.(...given);

// What is put into the queue from now on is done at once.
const page = window as unknown as { Ticketwire?: { readonly queue?: readonly Call[] } };
const waiting = page.Ticketwire?.queue ?? [];
Object.assign(window, { Ticketwire: { ...Ticketwire, queue: { push: call } } });
waiting.forEach(call);
