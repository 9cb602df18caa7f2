import type { PersonView, TicketMessage } from "@ticketwire/client";

/** Whether to offer somebody to edit or delete a message: its author may, and admins. The server decides. */
export function mayChange(message: TicketMessage, user: PersonView | null, what: "edit" | "remove"): boolean {
  if (user === null || message.kind === "system") return false;
  const isAuthor = message.sender.ref === user.ref;
  return what === "edit" ? isAuthor : isAuthor || user.role === "admin";
}
