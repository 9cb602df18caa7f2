import type { TicketView } from "@ticketwire/client";
import { useFormats } from "@ticketwire/react";
import { useConsoleTexts } from "../texts/texts.js";
import { Facts, Section } from "./section.js";

/** Who has to do with the ticket, besides its customer. */
export function PeopleSection({ ticket }: { readonly ticket: TicketView }) {
  const { details: texts, ticket: words } = useConsoleTexts();
  const formats = useFormats();
  const { customer, creator, assignee, vendor, verifier } = ticket.people;
  return (
    <Section title={texts.people}>
      <Facts
        facts={[
          [words.assignee, assignee?.name ?? words.unassigned],
          [texts.creator, creator?.ref === customer?.ref ? null : creator?.name],
          [texts.vendor, vendor?.name],
          [texts.verifier, verifier?.name],
          [texts.participants, formats.list(ticket.participants.map(({ name }) => name))],
        ]}
      />
    </Section>
  );
}
