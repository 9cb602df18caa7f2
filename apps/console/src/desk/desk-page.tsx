import type { Client, PersonView } from "@ticketwire/client";
import { useEffect, useMemo } from "react";
import type { Session } from "../session/session.js";
import { DeskPanes } from "./desk-panes.js";
import { createWorkplace, WorkplaceContext } from "./workplace.js";

interface DeskPageProps {
  readonly client: Client;
  readonly user: PersonView;
  readonly session: Session;
}

/** The console of who works on tickets. */
export function DeskPage({ client, user, session }: DeskPageProps) {
  // Who one is stays who one is, though it is told anew with each connection.
  const workplace = useMemo(() => createWorkplace(client, user), [client, user.ref]);

  useEffect(() => {
    const { desk, tabs } = workplace;
    desk.open();
    const leave = tabs.watch();
    return () => {
      leave();
      desk.close();
    };
  }, [workplace]);

  return (
    <WorkplaceContext.Provider value={workplace}>
      <DeskPanes session={session} />
    </WorkplaceContext.Provider>
  );
}
