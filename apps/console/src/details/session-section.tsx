import type { TicketView } from "@ticketwire/client";
import { useConsoleTexts } from "../texts/texts.js";
import { Moment } from "./moment.js";
import { Facts, Section } from "./section.js";

/** The session that goes on, or was the last one: how it stands, and since when. */
export function SessionSection({ session }: { readonly session: NonNullable<TicketView["session"]> }) {
  const { details: texts, ticket: words } = useConsoleTexts();
  const { status, agent, startedAt, acceptedAt, endedAt, context } = session;
  return (
    <Section title={texts.session}>
      <Facts
        facts={[
          [words.status, texts.sessionStatus[status]],
          [texts.agent, agent?.name],
          [texts.started, <Moment key="started" at={startedAt} />],
          [texts.accepted, acceptedAt && <Moment key="accepted" at={acceptedAt} />],
          [texts.ended, endedAt && <Moment key="ended" at={endedAt} />],
          ...Object.entries(context),
        ]}
      />
    </Section>
  );
}
