import { type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import { FITTING, movedBy, type Place, type Zoom, zoomedBy } from "./zoom.js";

/** By so much a button, a key or a double click changes the size. */
const STEP = 1.5;
const DOUBLE_CLICK_STEP = 2.5;

/** So far a key moves a picture, and so far a finger has to go for the next one, in px. */
const KEY_PX = 60;
const SWIPE_PX = 60;

/**
 * Makes a picture larger and moves it about, by wheel, pinch, drag and keys. A picture that fits is swiped away instead:
 * `onSwipe` hears whether that was towards the left. Each picture, as told by its id, begins as it fits.
 */
export function useZoom(stage: RefObject<HTMLElement | null>, id: string, onSwipe: (left: boolean) => void) {
  const [shown, setShown] = useState<{ readonly id: string; readonly zoom: Zoom }>({ id, zoom: FITTING });
  const zoom = shown.id === id ? shown.zoom : FITTING;
  const newest = useRef(zoom);
  newest.current = zoom;
  const fingers = useRef(new Map<number, Place>());
  const begin = useRef<Place>(undefined);

  const become = (next: Zoom) => {
    const box = stage.current?.getBoundingClientRect();
    const settled = box ? movedBy(next, { x: 0, y: 0 }, box) : next;
    newest.current = settled;
    setShown({ id, zoom: settled });
  };
  const move = (by: Place) =>
    become({ ...newest.current, x: newest.current.x + by.x, y: newest.current.y + by.y });
  const placeOf = ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): Place => {
    const box = stage.current?.getBoundingClientRect() ?? new DOMRect();
    return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
  };

  // React listens to wheels passively: then the page would scroll or zoom as well.
  const onWheel = useRef<(event: WheelEvent) => void>(undefined);
  onWheel.current = (event) => {
    event.preventDefault();
    become(zoomedBy(newest.current, Math.exp(-event.deltaY / 300), placeOf(event)));
  };
  useEffect(() => {
    const element = stage.current;
    const listen = (event: WheelEvent) => onWheel.current?.(event);
    element?.addEventListener("wheel", listen, { passive: false });
    return () => element?.removeEventListener("wheel", listen);
  }, [stage]);

  const onPointerMove = (event: PointerEvent) => {
    const before = fingers.current.get(event.pointerId);
    if (!before) return;
    const place = placeOf(event);
    const other = [...fingers.current].find(([pointer]) => pointer !== event.pointerId)?.[1];
    fingers.current.set(event.pointerId, place);
    if (other) {
      begin.current = undefined;
      const middle = { x: (place.x + other.x) / 2, y: (place.y + other.y) / 2 };
      become(zoomedBy(newest.current, distance(place, other) / Math.max(1, distance(before, other)), middle));
    } else if (newest.current.scale > 1) move({ x: place.x - before.x, y: place.y - before.y });
  };
  const onPointerUp = (event: PointerEvent) => {
    const from = begin.current;
    fingers.current.delete(event.pointerId);
    begin.current = undefined;
    if (!from || newest.current.scale > 1 || event.type === "pointercancel") return;
    const { x, y } = placeOf(event);
    if (Math.abs(x - from.x) > SWIPE_PX && Math.abs(x - from.x) > Math.abs(y - from.y)) onSwipe(x < from.x);
  };

  return {
    isZoomed: zoom.scale > 1,
    transform: `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})`,
    larger: () => become(zoomedBy(newest.current, STEP)),
    smaller: () => become(zoomedBy(newest.current, 1 / STEP)),
    /** Whether a key was meant for the size, or for moving a picture that is larger than it fits. */
    onKey(key: string): boolean {
      const moved = newest.current.scale > 1 ? MOVES[key] : undefined;
      if (moved) move(moved);
      else if (key === "+" || key === "=") become(zoomedBy(newest.current, STEP));
      else if (key === "-") become(zoomedBy(newest.current, 1 / STEP));
      else if (key === "0") become(FITTING);
      else return false;
      return true;
    },
    pointers: {
      onPointerDown(event: PointerEvent<HTMLElement>) {
        event.currentTarget.setPointerCapture(event.pointerId);
        const place = placeOf(event);
        begin.current = fingers.current.size === 0 ? place : undefined;
        fingers.current.set(event.pointerId, place);
      },
      onPointerMove,
      onPointerUp,
      onPointerCancel: onPointerUp,
      onDoubleClick: (event: { readonly clientX: number; readonly clientY: number }) =>
        become(newest.current.scale > 1 ? FITTING : zoomedBy(FITTING, DOUBLE_CLICK_STEP, placeOf(event))),
    },
  };
}

const MOVES: Readonly<Record<string, Place | undefined>> = {
  ArrowLeft: { x: KEY_PX, y: 0 },
  ArrowRight: { x: -KEY_PX, y: 0 },
  ArrowUp: { x: 0, y: KEY_PX },
  ArrowDown: { x: 0, y: -KEY_PX },
};

function distance(one: Place, other: Place): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
