import type { PersonView } from "@ticketwire/client";
import { useTexts } from "@ticketwire/react";
import { Avatar, StatusMark } from "@ticketwire/react/parts";
import { useSyncExternalStore } from "react";
import { useWorkplace } from "../desk/workplace.js";
import { ticketHref } from "../hooks/use-route.js";
import { useConsoleTexts } from "../texts/texts.js";
import styles from "./customer-section.module.css";
import { Section } from "./section.js";
import { useTicketsOf } from "./use-tickets-of.js";

interface CustomerSectionProps {
  readonly customer: PersonView;
  readonly ticketRef: string;
}

/** Who the ticket is for, whether they are here, and what else they have asked. */
export function CustomerSection({ customer, ticketRef }: CustomerSectionProps) {
  const { client } = useWorkplace();
  const { details: texts } = useConsoleTexts();
  const { role } = useTexts();
  const handle = client.ticket(ticketRef);
  const isHere = useSyncExternalStore(handle.subscribe, () =>
    handle.getSnapshot().present.some(({ ref }) => ref === customer.ref),
  );
  const others = useTicketsOf(customer.ref, ticketRef);
  return (
    <Section title={texts.customer}>
      <div className={styles.who}>
        <Avatar person={customer} online={isHere} />
        <p className={styles.words}>
          <span className={styles.name} dir="auto">
            {customer.name}
          </span>
          <span className={styles.about}>
            {[customer.company, role(customer.role), isHere ? texts.online : texts.away]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </p>
      </div>
      {others.length > 0 && (
        <>
          <h3 className={styles.heading}>{texts.others}</h3>
          <ul>
            {others.map(({ ref, subject, status }) => (
              <li key={ref}>
                <a className={styles.ticket} href={ticketHref(ref)}>
                  <span className={styles.subject} dir="auto">
                    {subject ?? ref}
                  </span>
                  <StatusMark status={status} />
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
