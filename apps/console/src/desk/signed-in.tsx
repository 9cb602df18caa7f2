import type { Client, Role } from "@ticketwire/client";
import { TicketwireProvider, useSnapshot, useTicketwire } from "@ticketwire/react";
import { lazy, Suspense, useEffect } from "react";
import type { Session } from "../session/session.js";
import { settings } from "../settings/settings.js";
import type { Written } from "../settings/surroundings.js";
import { ConnectionBanner } from "./connection-banner.js";
import { customerPage } from "./customer-page.js";

/** Only who works on tickets loads what that takes. */
const DeskPage = lazy(async () => ({ default: (await import("./desk-page.js")).DeskPage }));

/** Who works on tickets; everybody else has tickets of their own, on the customer's page. */
const WORKING: readonly Role[] = ["admin", "agent", "service", "bot"];

interface SignedInProps {
  readonly token: string;
  readonly written: Written;
  readonly session: Session;
}

/** Leads whoever is signed in to where they belong: the desk they work at, or their own tickets. */
export function SignedIn({ token, written, session }: SignedInProps) {
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
  return client ? <Known client={client} session={session} /> : null;
}

function Known({ client, session }: { readonly client: Client; readonly session: Session }) {
  const { user } = useSnapshot(client);
  if (user !== null && WORKING.includes(user.role))
    return (
      <Suspense>
        <DeskPage client={client} user={user} session={session} />
      </Suspense>
    );
  return (
    <main>
      <ConnectionBanner onSignInAgain={session.expire} />
      {user !== null && <ToCustomerPage session={session} />}
    </main>
  );
}

/** Takes the sign-in along to the customer's page. Nothing of it stays here, so the way back leads to the sign-in page. */
function ToCustomerPage({ session }: { readonly session: Session }) {
  useEffect(() => {
    const token = session.handOver();
    if (token !== null) location.replace(customerPage(token, location.hash, settings.getSnapshot()));
  }, [session]);
  return null;
}
