import type { TicketMessage } from "@ticketwire/client";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { keyOf } from "../conversation/rows.js";

/** Closer to the bottom than this counts as being there, in px. */
const BOTTOM_SLACK_PX = 32;

/** Older messages are asked for when the top is this near, in px. */
const TOP_REACH_PX = 400;

interface MessageScrollOptions {
  readonly messages: readonly TicketMessage[];
  readonly ownRef: string | undefined;
  /** Asks for older messages; called as often as the top comes near. */
  readonly onTop: () => void;
}

/**
 * Keeps the list where its reader wants it: at the bottom while they are there, on the same message
 * when older ones arrive above, and otherwise where it is, with a count of what came in below.
 */
export function useMessageScroll({ messages, ownRef, onTop }: MessageScrollOptions) {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isAtBottom = useRef(true);
  const known = useRef<{ first?: string; last?: string; height: number }>({ height: 0 });
  const [unseen, setUnseen] = useState(0);

  const toBottom = useCallback(() => {
    isAtBottom.current = true;
    setUnseen(0);
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, []);

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    const below = element.scrollHeight - element.scrollTop - element.clientHeight;
    isAtBottom.current = below <= BOTTOM_SLACK_PX;
    if (isAtBottom.current) setUnseen(0);
    if (element.scrollTop < TOP_REACH_PX) onTop();
  };

  useLayoutEffect(() => {
    const element = scroller.current;
    const [first] = messages;
    const last = messages.at(-1);
    if (!element || !first || !last) return;
    const before = known.current;
    known.current = { first: keyOf(first), last: keyOf(last), height: heightOf(content.current) };
    const isOlderAbove = before.first !== undefined && before.first !== known.current.first;
    const isOwnNew = before.last !== known.current.last && last.delivery === "sending";
    if (isAtBottom.current || isOwnNew) return toBottom();
    if (isOlderAbove) element.scrollTop += known.current.height - before.height;
    const from = messages.findLastIndex((message) => keyOf(message) === before.last);
    const arrived = messages.slice(from + 1).filter(({ sender }) => sender.ref !== ownRef).length;
    if (from >= 0 && arrived > 0) setUnseen((count) => count + arrived);
  }, [messages, ownRef, toBottom]);

  useEffect(() => {
    if (!scroller.current || !content.current) return;
    const observer = new ResizeObserver(() => {
      const element = scroller.current;
      if (!element) return;
      known.current.height = heightOf(content.current);
      if (isAtBottom.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(scroller.current);
    observer.observe(content.current);
    return () => observer.disconnect();
  }, []);

  return { scroller, content, unseen, toBottom, onScroll };
}

/** In px, fractions included: scrollHeight has none, and lines would creep by what is rounded away. */
function heightOf(element: Element | null): number {
  return element?.getBoundingClientRect().height ?? 0;
}
