import type { DeskTicket } from "@ticketwire/client/desk";
import { useFormats } from "@ticketwire/react";
import { useState } from "react";
import { useWorkplace } from "../desk/workplace.js";
import { shortRef } from "../format/short-ref.js";
import { ticketHref } from "../hooks/use-route.js";
import type { Choice, ChoiceGroup } from "../picker/choice.js";
import { Picker } from "../picker/picker.js";
import { useConsoleTexts } from "../texts/texts.js";
import { excerpt } from "./excerpt.js";
import { type Hit, useFound } from "./use-found.js";

interface SearchSheetProps {
  /** What to look for at first. */
  readonly initial: string;
  /** The ticket to look in; all of them if left out. */
  readonly within: string | undefined;
  readonly onClose: () => void;
}

/** Finds tickets, and messages by what they say. A message is shown where it was said. */
export function SearchSheet({ initial, within, onClose }: SearchSheetProps) {
  const { client, jump } = useWorkplace();
  const { search: texts, picker } = useConsoleTexts();
  const formats = useFormats();
  const [text, setText] = useState(initial);
  const { found, more } = useFound(text, within);
  const subject = within === undefined ? undefined : client.ticket(within).getSnapshot().ticket?.subject;

  const open = (ref: string) => {
    location.hash = ticketHref(ref);
  };
  const ticketChoice = (ticket: DeskTicket): Choice => ({
    id: ticket.ref,
    label: ticket.subject ?? ticket.ref,
    hint: [ticket.people.customer?.name, shortRef(ticket)].filter(Boolean).join(" · "),
    icon: "ticket",
    pick: () => open(ticket.ref),
  });
  const messageChoice = ({ message, subject: of }: Hit): Choice => ({
    id: message.id,
    label: excerpt(message.text, text),
    hint: [
      within === undefined && (of ?? message.ticket),
      message.sender.name,
      formats.short(new Date(message.createdAt)),
    ]
      .filter(Boolean)
      .join(" · "),
    person: message.sender,
    isTall: true,
    pick: () => {
      jump.set({ ticket: message.ticket, message });
      open(message.ticket);
    },
  });
  const isFound = found.status === "found";
  const groups: readonly ChoiceGroup[] = isFound
    ? [
        { id: "tickets", title: texts.tickets, choices: found.tickets.map(ticketChoice) },
        { id: "messages", title: texts.messages, choices: found.messages.map(messageChoice) },
      ].filter(({ choices }) => choices.length > 0)
    : [];
  const remark = {
    idle: texts.start,
    searching: picker.searching,
    failed: found.status === "failed" ? texts.failed(found.reason) : "",
    found: undefined,
  }[found.status];
  return (
    <Picker
      title={within === undefined ? texts.title : texts.within(subject ?? within)}
      placeholder={within === undefined ? texts.placeholder : texts.withinPlaceholder}
      groups={groups}
      text={text}
      onText={setText}
      onClose={onClose}
      remark={remark}
      more={more && { label: texts.more, load: more }}
    />
  );
}
