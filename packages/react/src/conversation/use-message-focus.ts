import type { TicketMessage } from "@ticketwire/client";
import { type KeyboardEvent, type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";
import type { VirtualizerHandle } from "virtua";
import { keyOf } from "../message/placement.js";
import { focusSoon } from "../parts/focus-soon.js";

interface MessageFocusOptions {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly virtualizer: RefObject<VirtualizerHandle | null>;
  readonly messages: readonly TicketMessage[];
}

/**
 * One message at a time can be reached by Tab; arrow keys lead from there to its neighbours, Enter and the
 * menu key to what can be done with it.
 */
export function useMessageFocus({ scroller, virtualizer, messages }: MessageFocusOptions) {
  const [active, setActive] = useState<string>();
  const wished = useRef<string>(undefined);
  const last = messages.at(-1);
  const stop = active ?? (last && keyOf(last));
  const isStop = (message: TicketMessage | undefined) => message !== undefined && keyOf(message) === stop;
  // Where it was, it mostly still is: in long histories looking for it takes time.
  const place = useRef(-1);
  if (!isStop(messages[place.current])) place.current = messages.findLastIndex(isStop);
  const index = place.current;

  const focusOn = useCallback((key: string) => {
    wished.current = key;
    setActive(key);
  }, []);

  useLayoutEffect(() => {
    const { current: key } = wished;
    if (key === undefined) return;
    return focusSoon(
      () => articleOf(scroller.current, key),
      () => {
        wished.current = undefined;
      },
    );
  });

  const moveTo = (next: number) => {
    const message = messages[next];
    if (!message) return;
    focusOn(keyOf(message));
    virtualizer.current?.scrollToIndex(next, { align: "nearest" });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const article =
      event.target instanceof HTMLElement && event.target.matches("article") ? event.target : null;
    if (!article) return;
    switch (event.key) {
      case "ArrowUp":
        moveTo(index - 1);
        break;
      case "ArrowDown":
        moveTo(index + 1);
        break;
      case "Home":
        moveTo(0);
        break;
      case "End":
        moveTo(messages.length - 1);
        break;
      case "Enter":
      case "ContextMenu":
        focusSoon(() => document.activeElement === article && firstActionOf(article));
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  const onFocus = (event: { readonly target: EventTarget }) => {
    const key = (event.target as HTMLElement).closest<HTMLElement>("article")?.dataset.key;
    if (key !== undefined) setActive(key);
  };

  return { stop, index, focusOn, onKeyDown, onFocus };
}

function firstActionOf(article: HTMLElement): HTMLElement | null {
  return article.querySelector<HTMLElement>("[role=toolbar] button");
}

function articleOf(within: HTMLElement | null, key: string): HTMLElement | null {
  return within?.querySelector<HTMLElement>(`article[data-key="${CSS.escape(key)}"]`) ?? null;
}
