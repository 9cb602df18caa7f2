import type { ListedTicket } from "@ticketwire/client";
import { useFormats } from "@ticketwire/react";
import { Button } from "@ticketwire/react/parts";
import { useEffect } from "react";
import { ConnectionLine } from "../app/connection-line.js";
import { useCustomer } from "../app/customer.js";
import { filled } from "../texts/customer-texts.js";
import styles from "./list-screen.module.css";
import { standingOf, standingText } from "./standing.js";
import { TopBar } from "./top-bar.js";
import { useOwnTickets } from "./use-own-tickets.js";

/** All conversations of the customer, and the way to another one. */
export function ListScreen() {
  const { texts, go, counted } = useCustomer();
  const { tickets, hasFailed, reload } = useOwnTickets();
  const unread = tickets?.reduce((sum, ticket) => sum + ticket.unread, 0);
  useEffect(() => {
    if (unread !== undefined) counted?.(unread);
  }, [counted, unread]);
  return (
    <>
      <TopBar title={texts.conversations} />
      <div className={styles.place}>
        {hasFailed && (
          <div className={styles.hint} role="alert">
            <p>{texts.listFailed}</p>
            <Button look="plain" onClick={reload}>
              {texts.tryAgain}
            </Button>
          </div>
        )}
        {!tickets && !hasFailed && <p className={styles.hint}>{texts.loading}</p>}
        {tickets?.length === 0 && <p className={styles.hint}>{texts.noneYet}</p>}
        {tickets && tickets.length > 0 && (
          <ul className={styles.list}>
            {tickets.map((ticket) => (
              <li key={ticket.ref}>
                <Row ticket={ticket} />
              </li>
            ))}
          </ul>
        )}
      </div>
      <ConnectionLine />
      <div className={styles.foot}>
        <Button onClick={() => go({ kind: "new" })}>{texts.newConversation}</Button>
      </div>
    </>
  );
}

function Row({ ticket }: { readonly ticket: ListedTicket }) {
  const { texts, go } = useCustomer();
  const formats = useFormats();
  const { subject, lastMessage, unread, updatedAt } = ticket;
  const at = lastMessage?.createdAt ?? updatedAt;
  return (
    <button type="button" className={styles.row} onClick={() => go({ kind: "ticket", ref: ticket.ref })}>
      <span className={styles.subject}>
        <bdi>{subject ?? texts.noSubject}</bdi>
      </span>
      <time className={styles.time} dateTime={at}>
        {formats.short(new Date(at))}
      </time>
      <span className={styles.last}>
        <bdi>{lastMessage ? lastMessage.text : texts.nothingYet}</bdi>
      </span>
      {unread > 0 && (
        <span className={styles.unread} role="img" aria-label={filled(texts.unread, { count: unread })}>
          {unread}
        </span>
      )}
      <span className={styles.standing} data-standing={standingOf(ticket)}>
        {standingText(ticket, texts)}
      </span>
    </button>
  );
}
