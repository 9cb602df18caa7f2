import { type Client, createClient, type Token } from "@ticketwire/client";
import { useEffect, useRef, useState } from "react";

/**
 * A client that lives as long as the component that asks for it; undefined in the first moment. A token
 * function may be another one in each render: the newest is asked.
 */
export function useOwnClient(
  isWanted: boolean,
  server: string | undefined,
  token: Token | undefined,
): Client | undefined {
  const [client, setClient] = useState<Client>();
  const newest = useRef(token);
  newest.current = token;
  const identity = typeof token === "function" ? "asked for" : token;

  useEffect(() => {
    if (!isWanted) return;
    const ask = async () => {
      const current = newest.current;
      return typeof current === "function" ? current() : (current ?? "");
    };
    const own = typeof newest.current === "function" ? ask : identity;
    const opened = createClient({
      server: server ?? location.origin,
      ...(own === undefined ? {} : { token: own }),
    });
    setClient(opened);
    return () => {
      setClient(undefined);
      closeOnceSent(opened);
    };
  }, [isWanted, server, identity]);

  return client;
}

/** Whoever says something and closes the chat at once has said it: what waits goes out first, if it can at all. */
function closeOnceSent(client: Client): void {
  const look = (): void => {
    const { pending, connection } = client.getSnapshot();
    if (pending > 0 && connection !== "closed") return;
    stop();
    client.close();
  };
  const stop = client.subscribe(look);
  look();
}
