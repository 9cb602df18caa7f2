import type { PersonView, TicketHandle, TicketMessage } from "@ticketwire/client";
import { createContext, type ReactNode, useContext } from "react";

/** What the composer is about to do. */
export type Intent =
  | { readonly kind: "write" }
  | { readonly kind: "reply"; readonly to: TicketMessage }
  | { readonly kind: "edit"; readonly message: TicketMessage };

/** What the parts of one open conversation share. It stays the same while messages come and go. */
export interface Talk {
  readonly ticket: TicketHandle;
  readonly user: PersonView | null;
  readonly setIntent: (intent: Intent) => void;
  /** Brings a message into view, with what has to be loaded for it. */
  readonly jumpTo: (message: { readonly id: string; readonly number: number }) => void;
  /** Shows a picture of this attachment id large; undefined for none. */
  readonly showPicture: (id: string | undefined) => void;
  /** Says something about what the reader has just done, for a moment. */
  readonly notify: (what: string) => void;
  /** More buttons in the toolbar of a message. */
  readonly messageActions: ((message: TicketMessage) => ReactNode) | undefined;
}

/** The conversation around a component. */
export const TalkContext = createContext<Talk | undefined>(undefined);

/** The conversation around a component. */
export function useTalk(): Talk {
  const talk = useContext(TalkContext);
  if (!talk) throw new Error("this component is outside of a conversation");
  return talk;
}
