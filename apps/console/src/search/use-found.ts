import type { MessageView } from "@ticketwire/client";
import type { DeskTicket } from "@ticketwire/client/desk";
import { useEffect, useState } from "react";
import { useWorkplace, type Workplace } from "../desk/workplace.js";
import { useConsoleTexts } from "../texts/texts.js";
import { failureText } from "../work/failure-text.js";

/** A message that was found, and what its ticket is about. */
export interface Hit {
  readonly message: MessageView;
  readonly subject: string | null;
}

/** What came of a search. */
export type Found =
  | { readonly status: "idle" | "searching" }
  | {
      readonly status: "found";
      readonly tickets: readonly DeskTicket[];
      readonly messages: readonly Hit[];
      /** Where to go on; null when everything has been looked through. */
      readonly next: string | null;
    }
  | { readonly status: "failed"; readonly reason: string };

/** A pause in typing this long starts a search, in ms. */
const PAUSE_MS = 200;

const LEAST_CHARACTERS = 2;
const MOST_TICKETS = 6;

/** The server looks at so much at a time: so often it is asked to go on before somebody has to. */
const MOST_PAGES = 5;

/** Finds tickets and messages once the reader has stopped typing, and more on demand. */
export function useFound(text: string, within: string | undefined) {
  const workplace = useWorkplace();
  const { search: texts } = useConsoleTexts();
  const [found, setFound] = useState<Found>({ status: "idle" });
  const wanted = text.trim();

  useEffect(() => {
    if (wanted.length < LEAST_CHARACTERS) return setFound({ status: "idle" });
    let isCurrent = true;
    const show = (next: Found) => isCurrent && setFound(next);
    const timer = setTimeout(() => {
      setFound((known) => (known.status === "found" ? known : { status: "searching" }));
      const finding =
        within === undefined ? everywhere(workplace, wanted) : inTicket(workplace, within, wanted);
      finding.then(show, (failure: unknown) => show({ status: "failed", reason: failureText(failure) }));
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [workplace, wanted, within]);

  const next = found.status === "found" ? found.next : null;
  const more = () => {
    if (found.status !== "found" || next === null) return;
    const asked =
      within === undefined ? messagesFrom(workplace, wanted, next) : saidIn(workplace, within, wanted, next);
    const show = (then: Found) => setFound((now) => (now === found ? then : now));
    asked.then(
      (page) => show({ ...found, ...page, messages: [...found.messages, ...page.messages] }),
      (failure: unknown) =>
        workplace.notice.set({ tone: "trouble", text: texts.failed(failureText(failure)) }),
    );
  };
  return { found, more: next === null ? undefined : more };
}

async function everywhere(workplace: Workplace, text: string): Promise<Found> {
  const [{ tickets }, page] = await Promise.all([
    workplace.desk.requests.tickets({ q: text, limit: MOST_TICKETS }),
    messagesFrom(workplace, text, null),
  ]);
  return { status: "found", tickets, ...page };
}

async function inTicket(workplace: Workplace, ref: string, text: string): Promise<Found> {
  return { status: "found", tickets: [], ...(await saidIn(workplace, ref, text, null)) };
}

async function saidIn({ client }: Workplace, ref: string, text: string, from: string | null) {
  const page = from === null ? {} : { before: from };
  const { messages, hasOlder } = await client.ticket(ref).search(text, page);
  const hits: readonly Hit[] = messages.map((message) => ({ message, subject: null }));
  return { messages: hits, next: hasOlder ? (messages.at(-1)?.id ?? null) : null };
}

async function messagesFrom({ desk }: Workplace, text: string, from: string | null) {
  let next = from;
  for (let page = 0; page < MOST_PAGES; page++) {
    const found = await desk.requests.search(text, next === null ? {} : { before: next });
    next = found.next;
    if (found.messages.length > 0 || next === null)
      return { messages: found.messages as readonly Hit[], next };
  }
  return { messages: [], next };
}
