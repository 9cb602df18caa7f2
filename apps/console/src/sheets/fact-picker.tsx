import { useSnapshot, useTexts } from "@ticketwire/react";
import { useState } from "react";
import { useWorkplace } from "../desk/workplace.js";
import { type Choice, fitting } from "../picker/choice.js";
import { Picker } from "../picker/picker.js";
import { useConsoleTexts } from "../texts/texts.js";
import { useTicketFacts } from "../ticket/use-ticket-facts.js";
import { useWork } from "../work/use-work.js";

interface FactPickerProps {
  readonly fact: "status" | "priority";
  readonly ticketRef: string;
  readonly onClose: () => void;
}

/** The words every installation has; the host application's own are taken from its tickets. */
const USUAL = {
  status: ["open", "in_progress", "resolved", "closed"],
  priority: ["low", "medium", "high", "urgent"],
} as const;

/** Chooses how a ticket stands, or how pressing it is. */
export function FactPicker({ fact, ticketRef, onClose }: FactPickerProps) {
  const { desk } = useWorkplace();
  const { ticket: texts } = useConsoleTexts();
  const { word } = useTexts();
  const { all } = useSnapshot(desk);
  const work = useWork();
  const current = useTicketFacts(ticketRef)?.[fact] ?? null;
  const [text, setText] = useState("");

  const words = new Set([...USUAL[fact], ...all.flatMap((ticket) => ticket[fact] ?? [])]);
  const choices = [...words].map(
    (value): Choice => ({
      id: value,
      label: word(value),
      icon: fact === "status" ? "circle" : "flag",
      isCurrent: value === current,
      pick: () => {
        void work(ticketRef, {
          change: { [fact]: value },
          ask: (ticketWork) => {
            if (fact === "priority") return ticketWork.setPriority(value);
            if (value === "resolved") return ticketWork.resolve();
            return value === "closed" ? ticketWork.close() : ticketWork.setStatus(value);
          },
          said: `${texts[fact]}: ${word(value)}`,
        });
      },
    }),
  );
  return (
    <Picker
      title={texts[fact]}
      placeholder={texts[fact]}
      groups={fitting([{ id: fact, title: texts[fact], choices }], text)}
      text={text}
      onText={setText}
      onClose={onClose}
    />
  );
}
