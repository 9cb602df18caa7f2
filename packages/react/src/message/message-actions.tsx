import type { TicketMessage } from "@ticketwire/client";
import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import { useTalk } from "../conversation/talk.js";
import { IconButton } from "../parts/icon-button.js";
import { useLoaded } from "../parts/use-loaded.js";
import { useRovingFocus } from "../parts/use-roving-focus.js";
import { useTexts } from "../provider/surroundings.js";
import { mayChange } from "./may-change.js";
import styles from "./message-actions.module.css";
import { RemoveDialog } from "./remove-dialog.js";
import { useAct } from "./use-act.js";

const loadEmojis = () => import("./emoji-choice.js");

/** What a toolbar is about. */
export interface MessageActionsProps {
  readonly message: TicketMessage;
  readonly isOwn: boolean;
}

/** What can be done with a message. Arrow keys lead from button to button, Escape back to the message. */
export function MessageActions({ message, isOwn }: MessageActionsProps) {
  const { actions: texts } = useTexts();
  const { ticket, user, setIntent, messageActions } = useTalk();
  const act = useAct();
  const [open, setOpen] = useState<"emojis" | "removal">();
  const emojis = useLoaded(loadEmojis, open === "emojis");
  const place = useRef<HTMLDivElement>(null);
  const close = () => {
    setOpen(undefined);
    place.current?.querySelector<HTMLElement>("[role=toolbar] button")?.focus();
  };
  useFocusKept(place);
  const roving = useRovingFocus((element) => element.closest<HTMLElement>("article")?.focus());
  const canCopy = message.text !== "" && navigator.clipboard !== undefined;
  const mayRemove = mayChange(message, user, "remove");

  return (
    <div className={styles.place} ref={place} data-own={isOwn}>
      <div className={styles.toolbar} role="toolbar" aria-label={texts.toolbar} {...roving}>
        <IconButton
          icon="smile"
          label={texts.react}
          aria-expanded={open === "emojis"}
          onClick={() => setOpen(open === "emojis" ? undefined : "emojis")}
        />
        <IconButton
          icon="reply"
          label={texts.reply}
          onClick={() => setIntent({ kind: "reply", to: message })}
        />
        {canCopy && (
          <IconButton
            icon="copy"
            label={texts.copy}
            onClick={() => act(navigator.clipboard.writeText(message.text), texts.copied)}
          />
        )}
        {mayChange(message, user, "edit") && (
          <IconButton icon="edit" label={texts.edit} onClick={() => setIntent({ kind: "edit", message })} />
        )}
        {mayRemove && <IconButton icon="trash" label={texts.remove} onClick={() => setOpen("removal")} />}
        {messageActions?.(message)}
      </div>
      {emojis && (
        <emojis.EmojiChoice
          anchor={place}
          onClose={close}
          onChoose={(emoji) => {
            close();
            act(ticket.react(message.id, emoji));
          }}
        />
      )}
      {open === "removal" && (
        <RemoveDialog
          onKeep={close}
          onRemove={() => {
            close();
            act(ticket.remove(message.id));
          }}
        />
      )}
    </div>
  );
}

/** Leaves the focus to the message when the toolbar goes, as it does from a message that was deleted. */
function useFocusKept(place: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = place.current;
    const message = element?.closest("article");
    return () => {
      if (element?.contains(document.activeElement)) message?.focus({ preventScroll: true });
    };
  }, [place]);
}
