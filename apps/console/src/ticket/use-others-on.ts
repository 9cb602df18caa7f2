import type { PersonView } from "@ticketwire/client";
import { useMemo, useSyncExternalStore } from "react";
import { useWorkplace } from "../desk/workplace.js";

/** Who else has an open ticket before them now. */
export function useOthersOn(ticketRef: string): readonly PersonView[] {
  const { client, user } = useWorkplace();
  const handle = client.ticket(ticketRef);
  const present = useSyncExternalStore(handle.subscribe, () => handle.getSnapshot().present);
  return useMemo(() => present.filter(({ ref }) => ref !== user.ref), [present, user.ref]);
}
