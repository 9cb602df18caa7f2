import type { KeyboardEvent } from "react";

/**
 * Arrow keys lead from button to button within an element, Home and End to the first and the last.
 * `onEscape` says where Escape leads.
 */
export function useRovingFocus(onEscape: (element: HTMLElement) => void) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const { currentTarget, key } = event;
    if (key === "Escape") {
      event.stopPropagation();
      onEscape(currentTarget);
      return;
    }
    const buttons = [...currentTarget.querySelectorAll<HTMLElement>("button, a[href]")];
    const next = nextIndex(key, buttons.indexOf(event.target as HTMLElement), buttons.length, currentTarget);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    buttons[next]?.focus();
  };
  return { onKeyDown };
}

function nextIndex(key: string, at: number, count: number, element: Element): number | undefined {
  const forwards = getComputedStyle(element).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  switch (key) {
    case "Home":
      return 0;
    case "End":
      return count - 1;
    case "ArrowLeft":
    case "ArrowRight":
      return (at + (key === forwards ? 1 : -1) + count) % count;
    default:
      return undefined;
  }
}
