import type { DeskTicket } from "@ticketwire/client/desk";
import type { ConsoleTexts } from "../texts/texts.js";

/** The last message of a ticket in one line: who said it, if it was not the customer, and its beginning. */
export function preview(message: DeskTicket["lastMessage"], me: string, texts: ConsoleTexts["list"]): string {
  if (message === null) return "";
  const { sender, text, attachments, audience } = message;
  const said = text === "" && attachments > 0 ? texts.file(attachments) : text.replace(/\s+/gu, " ");
  if (audience === "internal") return `${texts.note}: ${said}`;
  return sender.ref === me ? `${texts.you}: ${said}` : said;
}
