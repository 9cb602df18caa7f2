import { describe } from "vitest";
import { appendContract } from "./store-contract/append.js";
import { attachmentsContract } from "./store-contract/attachments.js";
import { deletionsContract } from "./store-contract/deletions.js";
import { deskContract } from "./store-contract/desk.js";
import { durabilityContract } from "./store-contract/durability.js";
import { editsContract } from "./store-contract/edits.js";
import { historyContract } from "./store-contract/history.js";
import { logContract } from "./store-contract/log.js";
import { onceContract } from "./store-contract/once.js";
import type { OpenStore } from "./store-contract/open-store.js";
import { reactionsContract } from "./store-contract/reactions.js";
import { receiptsContract } from "./store-contract/receipts.js";
import { repliesContract } from "./store-contract/replies.js";
import { revocationsContract } from "./store-contract/revocations.js";
import { searchContract } from "./store-contract/search.js";
import { sessionListsContract } from "./store-contract/session-lists.js";
import { sessionsContract } from "./store-contract/sessions.js";
import { ticketListsContract } from "./store-contract/ticket-lists.js";
import { ticketNumbersContract } from "./store-contract/ticket-numbers.js";
import { ticketsContract } from "./store-contract/tickets.js";
import { unreadContract } from "./store-contract/unread.js";
import { usersContract } from "./store-contract/users.js";

export { type EmptiableStore, emptied } from "./store-contract/emptied.js";
export type { OpenedStore, OpenStore } from "./store-contract/open-store.js";

/** Everything a Store MUST do, as tests that run against any implementation. `open` gives an empty store. */
export function storeContract(name: string, open: OpenStore): void {
  describe(`${name} keeps the store contract`, () => {
    appendContract(open);
    onceContract(open);
    attachmentsContract(open);
    editsContract(open);
    deletionsContract(open);
    reactionsContract(open);
    repliesContract(open);
    receiptsContract(open);
    unreadContract(open);
    sessionsContract(open);
    sessionListsContract(open);
    historyContract(open);
    searchContract(open);
    logContract(open);
    ticketsContract(open);
    ticketNumbersContract(open);
    ticketListsContract(open);
    deskContract(open);
    usersContract(open);
    revocationsContract(open);
    durabilityContract(open);
  });
}
