import type { Client } from "@ticketwire/client";
import { TicketwireProvider, useSnapshot, useTicketwire } from "@ticketwire/react";
import { useRoute } from "../hooks/use-route.js";
import { useTickets } from "../hooks/use-tickets.js";
import { AccountBar } from "./account-bar.js";
import { ChosenTicket } from "./chosen-ticket.js";
import { ConnectionBanner } from "./connection-banner.js";
import { NothingChosen } from "./nothing-chosen.js";
import { Sidebar } from "./sidebar.js";
import { TicketList } from "./ticket-list.js";
import styles from "./workspace.module.css";

interface WorkspaceProps {
  readonly token: string;
  readonly onSignOut: () => void;
}

/** What somebody who is signed in sees: their tickets, and the one they have chosen. */
export function Workspace({ token, onSignOut }: WorkspaceProps) {
  return (
    <TicketwireProvider token={token}>
      <Connected onSignOut={onSignOut} />
    </TicketwireProvider>
  );
}

function Connected({ onSignOut }: { readonly onSignOut: () => void }) {
  const client = useTicketwire();
  return client ? <Panes client={client} onSignOut={onSignOut} /> : null;
}

function Panes({ client, onSignOut }: { readonly client: Client; readonly onSignOut: () => void }) {
  const chosen = useRoute();
  const { user } = useSnapshot(client);
  const { list, reload } = useTickets(client);
  return (
    <main className={styles.workspace} data-view={chosen === undefined ? "list" : "ticket"}>
      <ConnectionBanner onSignOut={onSignOut} />
      <Sidebar hasChosen={chosen !== undefined} account={<AccountBar user={user} onSignOut={onSignOut} />}>
        <TicketList list={list} chosen={chosen} user={user} onRetry={reload} />
      </Sidebar>
      <div className={styles.chosen}>
        {chosen === undefined ? (
          <NothingChosen />
        ) : (
          <ChosenTicket key={chosen} ticketRef={chosen} ownRef={user?.ref} onChanged={reload} />
        )}
      </div>
    </main>
  );
}
