/** Between what is laid over the page, what it belongs to, and the edges of the window, in px. */
const GAP_PX = 6;

/** Lays an element that floats below another one, or above it where there is no room, all of it within the window. */
export function placeBeside(element: HTMLElement, anchor: HTMLElement): void {
  const around = anchor.getBoundingClientRect();
  const { width, height } = element.getBoundingClientRect();
  const isRightToLeft = getComputedStyle(anchor).direction === "rtl";
  const left = isRightToLeft ? around.left : around.right - width;
  const below = around.bottom + GAP_PX;
  const top = below + height + GAP_PX <= innerHeight ? below : around.top - GAP_PX - height;
  element.style.left = `${Math.max(GAP_PX, Math.min(left, innerWidth - width - GAP_PX))}px`;
  element.style.top = `${Math.max(GAP_PX, top)}px`;
}
