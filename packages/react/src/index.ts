import "./styles/tokens.css";
import "./styles/base.css";

export { Conversation, type ConversationProps } from "./conversation/conversation.js";
export { useSnapshot } from "./hooks/use-snapshot.js";
export { useTicket } from "./hooks/use-ticket.js";
export { useTicketwire } from "./hooks/use-ticketwire.js";
export type { Surroundings, Theme } from "./provider/surroundings.js";
export { TicketwireProvider, type TicketwireProviderProps } from "./provider/ticketwire-provider.js";
