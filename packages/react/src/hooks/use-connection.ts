import type { ClientState } from "@ticketwire/client";
import { useSnapshot } from "./use-snapshot.js";
import { useTicketwire } from "./use-ticketwire.js";

/** How things are before there is a client. */
const NOT_YET: ClientState = { connection: "connecting", user: null, nextTryAt: null, pending: 0, failed: 0 };

const NO_CLIENT = { getSnapshot: () => NOT_YET, subscribe: () => () => {} };

/** How the connection is, who one is signed in as, and how much waits to be sent. */
export function useConnection(): ClientState {
  return useSnapshot(useTicketwire() ?? NO_CLIENT);
}
