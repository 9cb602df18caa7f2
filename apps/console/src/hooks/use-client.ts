import { type Client, createClient } from "@ticketwire/client";
import { useEffect, useState } from "react";

/** A client that lives as long as the component that asks for it. Undefined in the first moment. */
export function useClient(token: string): Client | undefined {
  const [client, setClient] = useState<Client>();
  useEffect(() => {
    const opened = createClient({ server: location.origin, token });
    setClient(opened);
    return () => opened.close();
  }, [token]);
  return client;
}
