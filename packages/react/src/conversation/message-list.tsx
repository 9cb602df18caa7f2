import type { TicketMessage, TicketState } from "@ticketwire/client";
import { type RefObject, useCallback, useEffect, useImperativeHandle, useLayoutEffect, useRef } from "react";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import { useTicketState } from "../hooks/use-ticket-state.js";
import { MessageRow } from "../message/message-row.js";
import { loadToolbar } from "../message/message-toolbar.js";
import { indexOfMessage, keyOf, placementAt } from "../message/placement.js";
import { useTexts } from "../provider/surroundings.js";
import styles from "./message-list.module.css";
import { NewMessagesPill } from "./new-messages-pill.js";
import { useTalk } from "./talk.js";
import { TopOfHistory } from "./top-of-history.js";
import { useHighlight } from "./use-highlight.js";
import { useMessageFocus } from "./use-message-focus.js";
import { usePinnedScroll } from "./use-pinned-scroll.js";
import { useReadMark } from "./use-read-mark.js";

/** Older messages are asked for when the top is this near, in px. */
const TOP_REACH_PX = 1000;

/** So much more than what is in view is kept rendered on either side, in px. */
const BUFFER_PX = 400;

/** What can be done with messages is loaded ahead once a page has had this time for itself, in ms. */
const TOOLBAR_AFTER_MS = 1000;

/** What others can ask of the list. */
export interface MessageListHandle {
  jumpTo(message: { readonly id: string; readonly number: number }): Promise<void>;
}

/** Everything that has been said, oldest on top. Only what is near the view is rendered. */
export function MessageList({ handle }: { readonly handle: RefObject<MessageListHandle | null> }) {
  const { conversation: texts } = useTexts();
  const { ticket, user } = useTalk();
  const messages = useTicketState(ticket, messagesOf);
  const status = useTicketState(ticket, statusOf);
  const firstUnreadId = useTicketState(ticket, firstUnreadOf);
  const canLoad = useTicketState(ticket, canLoadOf);
  const scroller = useRef<HTMLElement>(null);
  const virtualizer = useRef<VirtualizerHandle>(null);
  const ownRef = user?.ref;

  const pinned = usePinnedScroll({ scroller, messages, ownRef });
  const focus = useMessageFocus({ scroller, virtualizer, messages });
  const [highlighted, highlight] = useHighlight();
  const isShown = useIsShown(messages.length > 0);
  const isPrepended = useIsPrepended(messages);
  useReadMark(ticket, status, messages, !pinned.isAway, ownRef);

  const loadNearTop = useCallback(() => {
    const element = scroller.current;
    if (canLoad && element && element.scrollTop < TOP_REACH_PX) ticket.loadOlder().catch(() => {});
  }, [ticket, canLoad]);
  useEffect(loadNearTop);

  useImperativeHandle(handle, () => ({
    async jumpTo(target) {
      let index = indexOfMessage(ticket.getSnapshot().messages, target);
      while (index < 0 && ticket.getSnapshot().hasOlder) {
        const known = ticket.getSnapshot().messages.length;
        await ticket.loadOlder();
        if (ticket.getSnapshot().messages.length === known) break;
        index = indexOfMessage(ticket.getSnapshot().messages, target);
      }
      const found = ticket.getSnapshot().messages[index];
      if (!found) return;
      pinned.letGo();
      focus.focusOn(keyOf(found));
      highlight(keyOf(found));
      virtualizer.current?.scrollToIndex(index, { align: "center" });
    },
  }));

  useEffect(() => {
    const timer = setTimeout(() => void loadToolbar().catch(() => {}), TOOLBAR_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);

  const onScroll = () => {
    pinned.onScroll();
    loadNearTop();
  };

  return (
    <div className={styles.frame}>
      <section
        className={styles.scroller}
        ref={scroller}
        onScroll={onScroll}
        onKeyDown={focus.onKeyDown}
        onFocus={focus.onFocus}
        aria-label={texts.messages}
      >
        <div className={styles.content}>
          {messages.length === 0 && <TopOfHistory />}
          <Virtualizer
            ref={virtualizer}
            as="ol"
            item="li"
            data={messages}
            shift={isPrepended}
            scrollRef={scroller}
            bufferSize={BUFFER_PX}
            keepMounted={focus.index < 0 ? [] : [focus.index]}
            onResize={pinned.stay}
          >
            {(message: TicketMessage, index: number) => {
              const key = keyOf(message);
              const { replyTo } = message;
              return (
                <MessageRow
                  key={key}
                  message={message}
                  {...placementAt(messages, index)}
                  isOwn={message.sender.ref === ownRef}
                  isFirstUnread={message.id === firstUnreadId}
                  isTabStop={key === focus.stop}
                  isHighlighted={key === highlighted}
                  isNewest={isShown && index === messages.length - 1}
                  original={replyTo ? messages[indexOfMessage(messages, replyTo)] : undefined}
                  hasTop={index === 0}
                />
              );
            }}
          </Virtualizer>
        </div>
      </section>
      {(pinned.isAway || pinned.unseen > 0) && (
        <NewMessagesPill count={pinned.unseen} onClick={pinned.toBottom} />
      )}
    </div>
  );
}

const messagesOf = ({ messages }: TicketState) => messages;
const statusOf = ({ status }: TicketState) => status;
const firstUnreadOf = (state: TicketState) => state.firstUnreadId;
const canLoadOf = ({ status, hasOlder, loadingOlder }: TicketState) =>
  (status === "live" || status === "polling") && hasOlder && !loadingOlder;

/** True from the render after the first one with messages: what stands there from the start has not just come in. */
function useIsShown(hasMessages: boolean): boolean {
  const isShown = useRef(false);
  useEffect(() => {
    if (hasMessages) isShown.current = true;
  }, [hasMessages]);
  return isShown.current;
}

/** Whether messages were put before those of the last render: then the view has to stay where it was. */
function useIsPrepended(messages: readonly TicketMessage[]): boolean {
  const before = useRef<TicketMessage>(undefined);
  const [first] = messages;
  const was = before.current;
  useLayoutEffect(() => {
    before.current = first;
  }, [first]);
  if (!was || !first || keyOf(was) === keyOf(first)) return false;
  return indexOfMessage(messages, was) > 0;
}
