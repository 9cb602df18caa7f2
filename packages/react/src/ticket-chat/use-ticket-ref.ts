import type { Client } from "@ticketwire/client";
import { useEffect, useState } from "react";

/** The ref of a ticket that is named by its ref or by its number; undefined until it is known. */
export function useTicketRef(client: Client | undefined, id: string | number): string | undefined {
  const name = String(id);
  const mayBeNumber = /^[1-9]\d*$/.test(name);
  const [found, setFound] = useState<{ readonly name: string; readonly ref: string }>();

  useEffect(() => {
    if (!client || !mayBeNumber) return;
    let isCurrent = true;
    refOf(client, name).then(
      (ref) => isCurrent && setFound({ name, ref }),
      // The conversation itself says what is wrong.
      () => isCurrent && setFound({ name, ref: name }),
    );
    return () => {
      isCurrent = false;
    };
  }, [client, name, mayBeNumber]);

  if (!mayBeNumber) return name;
  return found?.name === name ? found.ref : undefined;
}

async function refOf(client: Client, name: string): Promise<string> {
  const [found] = await client.tickets({ number: Number(name) });
  return found?.ref ?? name;
}
