import type { TicketwireProviderProps } from "../provider/ticketwire-provider.js";

/** What every `TicketChat` without a provider around it goes by. */
export type TicketChatConfiguration = Pick<
  TicketwireProviderProps,
  "server" | "token" | "texts" | "locale" | "dir" | "theme"
>;

let current: TicketChatConfiguration = {};

/** Says once, at the start of the application, where the server is and who one is. */
export function configureTicketChat(configuration: TicketChatConfiguration): void {
  current = configuration;
}

/** What was said last. */
export function ticketChatConfiguration(): TicketChatConfiguration {
  return current;
}
