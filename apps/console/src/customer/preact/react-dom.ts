import { type ComponentChildren, options, render } from "preact";

/** Draws in an element of the page. */
export function createRoot(place: Element): { render(shown: ComponentChildren): void; unmount(): void } {
  return {
    render: (shown) => render(shown, place),
    unmount: () => render(null, place),
  };
}

/** Draws what a change brings about before it returns. */
export function flushSync(change: () => void): void {
  const { debounceRendering } = options;
  let draw: (() => void) | undefined;
  options.debounceRendering = (drawing) => {
    draw = drawing;
  };
  change();
  Object.assign(options, { debounceRendering });
  draw?.();
}
