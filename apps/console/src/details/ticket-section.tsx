import type { TicketView } from "@ticketwire/client";
import { useTexts } from "@ticketwire/react";
import { useConsoleTexts } from "../texts/texts.js";
import { Moment } from "./moment.js";
import { Facts, Section } from "./section.js";

/** The facts of the ticket itself. */
export function TicketSection({ ticket }: { readonly ticket: TicketView }) {
  const { details: texts, ticket: words } = useConsoleTexts();
  const { word } = useTexts();
  const { ref, number, status, priority, category, createdAt, updatedAt } = ticket;
  return (
    <Section title={texts.ticket}>
      <Facts
        facts={[
          [texts.ref, ref],
          [texts.number, String(number)],
          [words.status, status && word(status)],
          [words.priority, priority && word(priority)],
          [texts.category, category && word(category)],
          [texts.created, <Moment key="created" at={createdAt} />],
          [texts.updated, <Moment key="updated" at={updatedAt} />],
        ]}
      />
    </Section>
  );
}
