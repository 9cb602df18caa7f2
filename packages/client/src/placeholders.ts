import type { PersonView, TicketView } from "@ticketwire/protocol";

/** A name with dots, such as `customer.name`. */
const PLACEHOLDER = /\{\{\s*([a-z]+(?:\.[a-z]+)*)\s*\}\}/gi;

/**
 * A canned reply's text with what its placeholders stand for: `{{customer.name}}`, `{{customer.first}}`, the same of
 * `agent` (oneself), and `{{ticket.ref}}`, `{{ticket.number}}`, `{{ticket.subject}}`. Unknown ones stay as they are.
 */
export function fillPlaceholders(
  text: string,
  { ticket, me }: { readonly ticket: TicketView | null; readonly me: PersonView | null },
): string {
  const customer = ticket?.people.customer ?? null;
  const values: Readonly<Record<string, string | undefined>> = {
    "customer.name": customer?.name,
    "customer.first": customer?.name.split(" ")[0],
    "agent.name": me?.name,
    "agent.first": me?.name.split(" ")[0],
    "ticket.ref": ticket?.ref,
    "ticket.number": ticket ? String(ticket.number) : undefined,
    "ticket.subject": ticket?.subject ?? undefined,
  };
  return text.replace(PLACEHOLDER, (whole, name: string) => values[name.toLowerCase()] ?? whole);
}
