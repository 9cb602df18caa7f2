import { type FocusEvent, type PointerEvent, useRef, useState } from "react";

/** A finger that rests this long on a message asks what can be done with it, in ms. */
const LONG_PRESS_MS = 450;

/** Whether a pointer or the focus is at an element. A long press brings the focus there. */
export function useNearness() {
  const [isHovered, setHovered] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  const press = useRef<ReturnType<typeof setTimeout>>(undefined);
  const endPress = () => clearTimeout(press.current);
  return {
    isNear: isHovered || hasFocus,
    onPointerEnter: (event: PointerEvent) => setHovered(event.pointerType === "mouse"),
    onPointerLeave: () => {
      setHovered(false);
      endPress();
    },
    onPointerDown: ({ pointerType, currentTarget }: PointerEvent<HTMLElement>) => {
      if (pointerType === "mouse") return;
      endPress();
      press.current = setTimeout(() => currentTarget.focus({ preventScroll: true }), LONG_PRESS_MS);
    },
    onPointerUp: endPress,
    onPointerCancel: endPress,
    onPointerMove: ({ movementX, movementY }: PointerEvent) => {
      if (movementX !== 0 || movementY !== 0) endPress();
    },
    onFocus: () => setFocus(true),
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
      if (!currentTarget.contains(relatedTarget)) setFocus(false);
    },
  };
}
