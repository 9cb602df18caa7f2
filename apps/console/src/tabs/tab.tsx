import { useFormats } from "@ticketwire/react";
import { Icon, VisuallyHidden } from "@ticketwire/react/parts";
import { useSyncExternalStore } from "react";
import { useWorkplace } from "../desk/workplace.js";
import { ticketHref } from "../hooks/use-route.js";
import { TypingDots } from "../queue/typing-dots.js";
import { UnreadCount } from "../queue/unread-count.js";
import { useConsoleTexts } from "../texts/texts.js";
import { hasDraft } from "./has-draft.js";
import styles from "./tab.module.css";

interface TabProps {
  readonly ticketRef: string;
  readonly isChosen: boolean;
  readonly onClose: () => void;
}

/** A ticket that is open: what is new on it, who writes, whether one has begun to write oneself. */
export function Tab({ ticketRef, isChosen, onClose }: TabProps) {
  const { client, user } = useWorkplace();
  const { tabs: texts, list } = useConsoleTexts();
  const formats = useFormats();
  const handle = client.ticket(ticketRef);
  const subject = useSyncExternalStore(handle.subscribe, () => handle.getSnapshot().ticket?.subject);
  const unread = useSyncExternalStore(handle.subscribe, () => handle.getSnapshot().unread);
  const typing = useSyncExternalStore(handle.subscribe, () => handle.getSnapshot().typing);
  const title = subject ?? ticketRef;
  return (
    <div className={styles.tab} data-chosen={isChosen}>
      <a
        className={styles.link}
        href={ticketHref(ticketRef)}
        aria-current={isChosen ? "page" : undefined}
        title={title}
      >
        {!isChosen && hasDraft(user.ref, ticketRef) && (
          <span className={styles.draft} title={texts.draft}>
            <Icon name="edit" size={14} />
            <VisuallyHidden>{texts.draft}</VisuallyHidden>
          </span>
        )}
        <span className={styles.subject} dir="auto">
          {title}
        </span>
        {!isChosen && typing.length > 0 && (
          <span className={styles.typing}>
            <TypingDots />
            <VisuallyHidden>{list.typing(formats.list(typing.map(({ name }) => name)))}</VisuallyHidden>
          </span>
        )}
        {!isChosen && <UnreadCount count={unread} />}
      </a>
      <button type="button" className={styles.close} aria-label={texts.close(title)} onClick={onClose}>
        <Icon name="close" size={14} />
      </button>
    </div>
  );
}
