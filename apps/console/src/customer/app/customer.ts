import type { Client } from "@ticketwire/client";
import { createContext, useContext } from "react";
import type { CustomerTexts } from "../texts/customer-texts.js";
import type { Navigation } from "./navigation.js";

/** What is looked at: the conversations, one of them, or the form for another one. */
export type Screen =
  | { readonly kind: "first" }
  | { readonly kind: "list" }
  | { readonly kind: "new" }
  | { readonly kind: "ticket"; readonly ref: string };

/** What every screen of the customer's can use. */
export interface Customer {
  readonly client: Client;
  readonly texts: CustomerTexts;
  readonly locale: string;
  /** What a new conversation can be about; empty for whatever one likes. */
  readonly categories: readonly string[];
  /** The token one is signed in with; undefined where a cookie says it, or before the first one. */
  readonly lastToken: () => string | null | undefined;
  readonly go: Navigation["go"];
  /** Closes the panel; undefined where there is none. */
  readonly close: (() => void) | undefined;
  /** Hears how much is unread; undefined where nobody asks. */
  readonly counted: ((count: number) => void) | undefined;
}

export const CustomerContext = createContext<Customer | undefined>(undefined);

/** What every screen of the customer's can use. */
export function useCustomer(): Customer {
  const customer = useContext(CustomerContext);
  if (!customer) throw new Error("no customer around this component");
  return customer;
}
