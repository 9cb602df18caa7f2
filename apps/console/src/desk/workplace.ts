import type { Client, PersonView } from "@ticketwire/client";
import { createDesk, type Desk } from "@ticketwire/client/desk";
import { createContext, useContext } from "react";
import { type CannedReplies, createCannedReplies } from "../canned/canned-replies.js";
import type { View } from "../queue/views.js";
import { createValue, type Value } from "../store/value.js";
import { createTabs, type Tabs } from "../tabs/tabs.js";
import type { Change } from "../work/change.js";
import type { Notice } from "../work/notices.js";

/** What is open above the page; one thing at a time. */
export type Sheet =
  | { readonly kind: "palette" | "keys" | "settings" | "canned" }
  | { readonly kind: "search"; readonly text?: string; readonly within?: string }
  | { readonly kind: "assign" | "status" | "priority" | "details"; readonly ticket: string };

/** A message to bring into view once its ticket is there. */
export interface Jump {
  readonly ticket: string;
  readonly message: { readonly id: string; readonly number: number };
}

/** What the parts of the console share. Each value is watched by whoever shows it. */
export interface Workplace {
  readonly client: Client;
  readonly desk: Desk;
  readonly user: PersonView;
  readonly tabs: Tabs;
  readonly canned: CannedReplies;
  /** Which tickets are listed; null until somebody has chosen, or the desk has been read. */
  readonly view: Value<View | null>;
  readonly sheet: Value<Sheet | null>;
  readonly jump: Value<Jump | null>;
  /** What has been asked for and is not answered yet, by the ticket's ref. */
  readonly changes: Value<ReadonlyMap<string, Change>>;
  readonly notice: Value<Notice | null>;
}

/** A place to work at for one person. */
export function createWorkplace(client: Client, user: PersonView): Workplace {
  const desk = createDesk(client);
  return {
    client,
    desk,
    user,
    tabs: createTabs(client, user.ref),
    canned: createCannedReplies(desk),
    view: createValue<View | null>(null),
    sheet: createValue<Sheet | null>(null),
    jump: createValue<Jump | null>(null),
    changes: createValue<ReadonlyMap<string, Change>>(new Map()),
    notice: createValue<Notice | null>(null),
  };
}

/** The workplace around a component. */
export const WorkplaceContext = createContext<Workplace | undefined>(undefined);

/** The workplace around a component. */
export function useWorkplace(): Workplace {
  const workplace = useContext(WorkplaceContext);
  if (!workplace) throw new Error("this component is outside of a workplace");
  return workplace;
}
