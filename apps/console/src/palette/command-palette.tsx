import { useSnapshot } from "@ticketwire/react";
import { useState } from "react";
import type { Actions } from "../actions/action.js";
import { useWorkplace } from "../desk/workplace.js";
import { shortRef } from "../format/short-ref.js";
import { ticketHref } from "../hooks/use-route.js";
import { type Choice, type ChoiceGroup, fitting } from "../picker/choice.js";
import { Picker } from "../picker/picker.js";
import { useConsoleTexts } from "../texts/texts.js";

/** So many tickets are shown at once. */
const MOST_TICKETS = 8;

interface CommandPaletteProps {
  /** What can be done, by the title of its group. */
  readonly groups: readonly (readonly [title: string, actions: Actions])[];
  readonly onClose: () => void;
}

/** Everything that can be done, and every ticket that is known, found by typing. */
export function CommandPalette({ groups, onClose }: CommandPaletteProps) {
  const { desk, sheet } = useWorkplace();
  const { palette: texts } = useConsoleTexts();
  const { all } = useSnapshot(desk);
  const [text, setText] = useState("");

  const actions = groups.map(([title, actionsOf]) => ({ id: title, title, choices: choicesOf(actionsOf) }));
  const tickets: ChoiceGroup = {
    id: "tickets",
    title: texts.tickets,
    choices: all.map(({ ref, number, subject, people }) => ({
      id: ref,
      label: subject ?? ref,
      hint: [people.customer?.name, shortRef({ ref, number })].filter(Boolean).join(" · "),
      icon: "ticket",
      pick: () => {
        location.hash = ticketHref(ref);
      },
    })),
  };
  const found = fitting([...actions, tickets], text).map((group) =>
    group.id === tickets.id ? { ...group, choices: group.choices.slice(0, MOST_TICKETS) } : group,
  );
  const search: Choice = {
    id: "search",
    label: texts.searchFor(text.trim()),
    icon: "search",
    pick: () => sheet.set({ kind: "search", text: text.trim() }),
  };
  const shown =
    text.trim() === "" ? found : [...found, { id: "everything", title: texts.go, choices: [search] }];
  return (
    <Picker
      title={texts.title}
      placeholder={texts.placeholder}
      groups={shown}
      text={text}
      onText={setText}
      onClose={onClose}
    />
  );
}

function choicesOf(actions: Actions): readonly Choice[] {
  return Object.entries(actions).flatMap(([id, action]) =>
    action ? [{ id, label: action.label, keys: action.keys, icon: action.icon, pick: action.run }] : [],
  );
}
