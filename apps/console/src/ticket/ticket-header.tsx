import { Button, Icon, PriorityMark, StatusMark } from "@ticketwire/react/parts";
import { useActions } from "../actions/use-actions.js";
import { useWorkplace } from "../desk/workplace.js";
import { shortRef } from "../format/short-ref.js";
import { DeskIcon } from "../parts/desk-icon.js";
import { ToolButton } from "../parts/tool-button.js";
import { useConsoleTexts } from "../texts/texts.js";
import { standingOf } from "../work/standing.js";
import { FactButton } from "./fact-button.js";
import styles from "./ticket-header.module.css";
import { useTicketFacts } from "./use-ticket-facts.js";
import { Viewers } from "./viewers.js";

/** What the ticket is about, how it stands, who else has it open, and what there is to do about it. */
export function TicketHeader({ ticketRef }: { readonly ticketRef: string }) {
  const { sheet, user } = useWorkplace();
  const { ticket: texts } = useConsoleTexts();
  const ticket = useTicketFacts(ticketRef);
  const { ofTicket, details } = useActions(ticketRef);
  const standing = ticket && standingOf(ticket, user.ref);
  const primary = standing && ofTicket[PRIMARY[standing]];
  const assignee = ticket?.people.assignee ?? null;
  return (
    <header className={styles.header}>
      <a className={styles.back} href="#/" aria-label={texts.back}>
        <Icon name="back" />
      </a>
      <div className={styles.words}>
        <h1 className={styles.subject}>
          <bdi>{ticket?.subject ?? ticketRef}</bdi>
        </h1>
        <div className={styles.facts}>
          {ticket && (
            <>
              <FactButton
                label={texts.status}
                onClick={() => sheet.set({ kind: "status", ticket: ticketRef })}
              >
                {ticket.status === null ? texts.status : <StatusMark status={ticket.status} />}
              </FactButton>
              <FactButton
                label={texts.priority}
                onClick={() => sheet.set({ kind: "priority", ticket: ticketRef })}
              >
                {ticket.priority === null ? texts.noPriority : <PriorityMark priority={ticket.priority} />}
              </FactButton>
              <FactButton
                label={texts.assignee}
                onClick={() => sheet.set({ kind: "assign", ticket: ticketRef })}
              >
                <DeskIcon name="person" size={14} />
                {assignee?.name ?? texts.unassigned}
              </FactButton>
              <span className={styles.ref}>{shortRef(ticket)}</span>
            </>
          )}
        </div>
      </div>
      <Viewers ticketRef={ticketRef} />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms */}
      <div className={styles.tools} role="group" aria-label={texts.tools}>
        {primary && (
          <Button
            look={standing === "waiting" ? "primary" : "plain"}
            className={styles.primary ?? ""}
            title={`${primary.label} (${primary.keys})`}
            onClick={primary.run}
          >
            {primary.label}
          </Button>
        )}
        <ToolButton
          icon="dots"
          label={texts.more}
          shortcut="Ctrl + K"
          aria-haspopup="dialog"
          onClick={() => sheet.set({ kind: "palette" })}
        />
        <ToolButton
          icon="panel"
          label={texts.details}
          shortcut="d"
          aria-expanded={details.isShown}
          onClick={details.toggle}
        />
      </div>
    </header>
  );
}

/** What is done next with a ticket most often, by whose work it is. */
const PRIMARY = { waiting: "accept", mine: "resolve", theirs: "take", done: "reopen" } as const;
