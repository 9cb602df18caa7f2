import type { Client, PersonView, Role } from "@ticketwire/client";
import { TicketwireProvider, useSnapshot, useTicketwire } from "@ticketwire/react";
import { lazy, Suspense } from "react";
import { useRoute } from "../hooks/use-route.js";
import { useTickets } from "../hooks/use-tickets.js";
import type { Session } from "../session/session.js";
import { settings } from "../settings/settings.js";
import type { Written } from "../settings/surroundings.js";
import { AccountBar } from "./account-bar.js";
import { ChosenTicket } from "./chosen-ticket.js";
import { ConnectionBanner } from "./connection-banner.js";
import { NothingChosen } from "./nothing-chosen.js";
import { Sidebar } from "./sidebar.js";
import { TicketList } from "./ticket-list.js";
import styles from "./workspace.module.css";

/** Only who works on tickets loads what that takes. */
const DeskPage = lazy(async () => ({ default: (await import("../desk/desk-page.js")).DeskPage }));

/** Who works on tickets; everybody else has tickets of their own. */
const WORKING: readonly Role[] = ["admin", "agent", "service", "bot"];

interface WorkspaceProps {
  readonly token: string;
  readonly written: Written;
  readonly session: Session;
}

/** What somebody who is signed in sees: the desk they work at, or their own tickets. */
export function Workspace({ token, written, session }: WorkspaceProps) {
  const { theme } = useSnapshot(settings);
  const { language, dir, conversation } = written;
  const own = conversation === undefined ? {} : { texts: conversation, locale: language };
  return (
    <TicketwireProvider token={token} theme={theme} dir={dir} {...own}>
      <Connected session={session} />
    </TicketwireProvider>
  );
}

function Connected({ session }: { readonly session: Session }) {
  const client = useTicketwire();
  return client ? <SignedIn client={client} session={session} /> : null;
}

interface SignedInProps {
  readonly client: Client;
  readonly session: Session;
}

function SignedIn({ client, session }: SignedInProps) {
  const { user } = useSnapshot(client);
  if (user === null)
    return (
      <main className={styles.workspace}>
        <ConnectionBanner onSignInAgain={session.expire} />
      </main>
    );
  return WORKING.includes(user.role) ? (
    <Suspense>
      <DeskPage client={client} user={user} session={session} />
    </Suspense>
  ) : (
    <Panes client={client} user={user} session={session} />
  );
}

/** The tickets somebody is on, and the one they have chosen. */
function Panes({ client, user, session }: SignedInProps & { readonly user: PersonView }) {
  const chosen = useRoute();
  const { list, reload } = useTickets(client);
  return (
    <main className={styles.workspace} data-view={chosen === undefined ? "list" : "ticket"}>
      <ConnectionBanner onSignInAgain={session.expire} />
      <Sidebar
        hasChosen={chosen !== undefined}
        account={<AccountBar user={user} onSignOut={session.signOut} />}
      >
        <TicketList list={list} chosen={chosen} user={user} onRetry={reload} />
      </Sidebar>
      <div className={styles.chosen}>
        {chosen === undefined ? (
          <NothingChosen />
        ) : (
          <ChosenTicket key={chosen} ticketRef={chosen} ownRef={user.ref} onChanged={reload} />
        )}
      </div>
    </main>
  );
}
