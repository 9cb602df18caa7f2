import type { TicketMessage } from "@ticketwire/client";
import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";
import { keyOf } from "../message/placement.js";

/** Closer to the bottom than this counts as being there, in px. */
const BOTTOM_SLACK_PX = 32;

interface PinnedScrollOptions {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly messages: readonly TicketMessage[];
  readonly ownRef: string | undefined;
}

/**
 * Keeps the list at its end while its reader is there, and counts what comes in below while they are not.
 * Only a reader who scrolls up lets go of the end: lines that grow do not.
 */
export function usePinnedScroll({ scroller, messages, ownRef }: PinnedScrollOptions) {
  const isPinned = useRef(true);
  const lastTop = useRef(0);
  const lastKey = useRef<string>(undefined);
  const [isAway, setAway] = useState(false);
  const [unseen, setUnseen] = useState(0);

  const stay = useCallback(() => {
    const element = scroller.current;
    if (element && isPinned.current) element.scrollTop = element.scrollHeight;
  }, [scroller]);

  const toBottom = useCallback(() => {
    isPinned.current = true;
    setAway(false);
    setUnseen(0);
    stay();
  }, [stay]);

  const letGo = useCallback(() => {
    isPinned.current = false;
  }, []);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    const isNear = scrollHeight - scrollTop - clientHeight <= BOTTOM_SLACK_PX;
    if (isNear) isPinned.current = true;
    else if (scrollTop < lastTop.current) isPinned.current = false;
    lastTop.current = scrollTop;
    setAway(!isPinned.current);
    if (isPinned.current) setUnseen(0);
  }, [scroller]);

  useLayoutEffect(() => {
    const last = messages.at(-1);
    if (!last) return;
    const before = lastKey.current;
    lastKey.current = keyOf(last);
    if (isPinned.current || before === lastKey.current) return stay();
    if (last.delivery === "sending") return toBottom();
    const from = messages.findLastIndex((message) => keyOf(message) === before);
    const arrived = messages.slice(from + 1).filter(({ sender }) => sender.ref !== ownRef).length;
    if (from >= 0 && arrived > 0) setUnseen((count) => count + arrived);
  }, [messages, ownRef, stay, toBottom]);

  return { isAway, unseen, toBottom, letGo, stay, onScroll };
}
