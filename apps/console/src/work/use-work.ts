import { RequestError, type TicketView } from "@ticketwire/client";
import type { TicketWork } from "@ticketwire/client/desk";
import { useCallback } from "react";
import { useWorkplace, type Workplace } from "../desk/workplace.js";
import { type ConsoleTexts, useConsoleTexts } from "../texts/texts.js";
import type { Change } from "./change.js";
import { failureText } from "./failure-text.js";

/** Something done with a ticket: what it is expected to change, how it is asked for, and what to say then. */
export interface Deed {
  readonly change: Change;
  readonly ask: (work: TicketWork) => Promise<TicketView>;
  readonly said: string;
}

/** Does something with a ticket. It shows at once; when it fails everything is as before, and the reason is told. */
export function useWork(): (ref: string, deed: Deed) => Promise<void> {
  const workplace = useWorkplace();
  const { work: texts } = useConsoleTexts();
  return useCallback(
    async (ref, { change, ask, said }) => {
      const { changes, desk, notice } = workplace;
      changes.set(new Map([...changes.getSnapshot(), [ref, change]]));
      try {
        const { people } = await ask(desk.ticket(ref));
        // Who had the ticket all along was faster, though nobody was refused.
        const holder =
          change.assignee && people.assignee?.ref !== change.assignee.ref ? people.assignee : null;
        if (holder) notice.set({ tone: "trouble", text: texts.faster(holder.name) });
        else notice.set({ tone: "good", text: said });
      } catch (failure) {
        notice.set({ tone: "trouble", text: reasonOf(failure, texts) });
      } finally {
        forget(workplace, ref, change);
      }
    },
    [workplace, texts],
  );
}

function forget({ changes }: Workplace, ref: string, change: Change): void {
  const now = changes.getSnapshot();
  if (now.get(ref) === change) changes.set(new Map([...now].filter(([other]) => other !== ref)));
}

function reasonOf(failure: unknown, texts: ConsoleTexts["work"]): string {
  const isTaken = failure instanceof RequestError && failure.code === "conflict";
  const holder = isTaken ? failure.details.holder : undefined;
  return holder === undefined ? texts.failed(failureText(failure)) : texts.faster(String(holder));
}
