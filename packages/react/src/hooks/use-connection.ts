import type { ClientState } from "@ticketwire/client";
import { useCallback, useSyncExternalStore } from "react";
import { useTicketwire } from "./use-ticketwire.js";

/** How things are before there is a client. */
const NOT_YET: ClientState = { connection: "connecting", user: null, nextTryAt: null, pending: 0, failed: 0 };

/** How the connection is, who one is signed in as, and how much waits to be sent. */
export function useConnection(): ClientState {
  const client = useTicketwire();
  const subscribe = useCallback(
    (listener: () => void) => client?.subscribe(listener) ?? (() => {}),
    [client],
  );
  const read = () => client?.getSnapshot() ?? NOT_YET;
  return useSyncExternalStore(subscribe, read, read);
}
