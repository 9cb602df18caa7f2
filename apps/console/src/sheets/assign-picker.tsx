import type { PersonView } from "@ticketwire/client";
import { useEffect, useState } from "react";
import { useWorkplace } from "../desk/workplace.js";
import { type Choice, fitting } from "../picker/choice.js";
import { Picker } from "../picker/picker.js";
import { useConsoleTexts } from "../texts/texts.js";
import { useTicketFacts } from "../ticket/use-ticket-facts.js";
import { failureText } from "../work/failure-text.js";
import { useWork } from "../work/use-work.js";

/** A pause in typing this long asks for people, in ms. */
const PAUSE_MS = 150;

interface AssignPickerProps {
  readonly ticketRef: string;
  readonly onClose: () => void;
}

/** Chooses whose a ticket is. */
export function AssignPicker({ ticketRef, onClose }: AssignPickerProps) {
  const { desk, user } = useWorkplace();
  const { people: texts, picker, work: said } = useConsoleTexts();
  const work = useWork();
  const assignee = useTicketFacts(ticketRef)?.people.assignee ?? null;
  const [text, setText] = useState("");
  const [people, setPeople] = useState<readonly PersonView[]>();
  const [failure, setFailure] = useState<string>();

  useEffect(() => {
    let isCurrent = true;
    const show = (next: readonly PersonView[], reason?: string) => {
      if (!isCurrent) return;
      setPeople(next);
      setFailure(reason);
    };
    const timer = setTimeout(() => {
      const q = text.trim();
      desk.requests.people(q === "" ? {} : { q }).then(
        (found) => show(found),
        (reason: unknown) => show([], failureText(reason)),
      );
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [desk, text]);

  const give = (person: PersonView | null) => {
    void work(ticketRef, {
      change: { assignee: person },
      ask: (ticketWork) => ticketWork.assign(person?.ref ?? null),
      said: person ? said.assigned(person.name) : said.unassigned,
    });
  };
  const choiceOf = (person: PersonView): Choice => ({
    id: person.ref,
    label: person.name,
    hint: person.ref === user.ref ? texts.me : undefined,
    person,
    isCurrent: person.ref === assignee?.ref,
    pick: () => give(person),
  });
  const others = (people ?? []).filter(({ ref }) => ref !== user.ref);
  const nobody: Choice = { id: "nobody", label: texts.nobody, icon: "inbox", pick: () => give(null) };
  const choices = [choiceOf(user), ...others.map(choiceOf), ...(assignee ? [nobody] : [])];
  return (
    <Picker
      title={texts.title}
      placeholder={texts.placeholder}
      groups={fitting([{ id: "agents", title: texts.agents, choices }], text)}
      text={text}
      onText={setText}
      onClose={onClose}
      remark={people === undefined ? picker.searching : failure && said.failed(failure)}
    />
  );
}
