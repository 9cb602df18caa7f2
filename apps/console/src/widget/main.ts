import type { UnreadListener, WidgetOptions } from "./options.js";
import { createWidget, type Widget } from "./widget.js";

const script = document.currentScript as HTMLScriptElement | null;
const base = script?.src ?? location.href;
const listeners = new Set<UnreadListener>();
let widget: Widget | undefined;

const shutdown = (): void => {
  widget?.shutdown();
  widget = undefined;
};

/** All that a page can ask of its widget. */
const calls: Readonly<Record<string, (given: never) => unknown>> = {
  boot(options: WidgetOptions = {}) {
    shutdown();
    widget = createWidget(options, options.server?.replace(/\/*$/, "/") ?? base, listeners);
  },
  open: () => widget?.show(true),
  close: () => widget?.show(false),
  toggle: () => widget?.show(),
  onUnreadCountChange(listener: UnreadListener) {
    listeners.add(listener);
    widget?.heardBy(listener);
    return () => listeners.delete(listener);
  },
  logout: () => widget?.logout(),
  shutdown,
};

/** Does what is asked once there is a body to put something in. */
function push([name, given]: readonly [string, unknown?]): unknown {
  const call = () => calls[name]?.(given as never);
  return document.body ? call() : addEventListener("DOMContentLoaded", call);
}

const page = window as { Ticketwire?: Record<string, unknown> };
const waiting = (page.Ticketwire?.queue ?? []) as Parameters<typeof push>[0][];
// What is put into the queue from now on is done at once.
const Ticketwire: Record<string, unknown> = { queue: { push } };
for (const name in calls) Ticketwire[name] = (given: unknown) => push([name, given]);
page.Ticketwire = Ticketwire;
waiting.forEach(push);
