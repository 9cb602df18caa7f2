/** After so many pictures an element that can't take the focus is let be. */
const MOST_ATTEMPTS = 60;

/**
 * Gives the focus to an element as soon as it can take it: a row can't before it has been measured, nor what is not
 * loaded yet. `onEnd` is called when it has it, or is let be. Call what it returns to let it be.
 */
export function focusSoon(find: () => HTMLElement | null | false, onEnd?: () => void): () => void {
  let frame = 0;
  let attempts = 0;
  const attempt = () => {
    attempts += 1;
    const element = find();
    if (element) element.focus({ preventScroll: true });
    const isDone = element && document.activeElement === element;
    if (isDone || attempts >= MOST_ATTEMPTS) onEnd?.();
    else frame = requestAnimationFrame(attempt);
  };
  attempt();
  return () => cancelAnimationFrame(frame);
}
