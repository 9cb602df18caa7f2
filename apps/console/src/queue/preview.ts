import type { DeskTicket } from "@ticketwire/client/desk";
import type { ConsoleTexts } from "../texts/texts.js";

/** A message in one line. */
export interface Preview {
  /** What goes before it: that it is a note, or one's own. */
  readonly before?: string;
  readonly text: string;
}

/** The last message of a ticket in one line. */
export function preview(
  message: DeskTicket["lastMessage"],
  me: string,
  texts: ConsoleTexts["list"],
): Preview {
  if (message === null) return { text: "" };
  const { sender, attachments, audience } = message;
  const text =
    message.text === "" && attachments > 0 ? texts.file(attachments) : message.text.replace(/\s+/gu, " ");
  if (audience === "internal") return { before: texts.note, text };
  return sender.ref === me ? { before: texts.you, text } : { text };
}
