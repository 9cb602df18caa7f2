import { type Client, RequestError } from "@ticketwire/client";
import { useEffect, useState } from "react";
import { useConnection } from "../hooks/use-connection.js";

/** A server that could not be asked is asked again after this time, in ms. */
const ASK_AGAIN_MS = 3000;

/** The ref of a ticket that is named by its ref or by its number; undefined until it is known. */
export function useTicketRef(client: Client | undefined, id: string | number): string | undefined {
  const name = String(id);
  const mayBeNumber = /^[1-9]\d*$/.test(name);
  const [found, setFound] = useState<{
    readonly name: string;
    readonly ref: string;
    /** Whether it is only guessed that the name is a ref, because the server would not say. */
    readonly isGuess: boolean;
  }>();
  const { connection } = useConnection();
  // Who was not signed in may be by now.
  const mayBeToldNow = found?.isGuess === true && connection === "online";

  useEffect(() => {
    if (!client || !mayBeNumber) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isCurrent = true;
    const know = (ref: string, isGuess: boolean) => isCurrent && setFound({ name, ref, isGuess });
    const ask = () => {
      client.tickets({ number: Number(name) }).then(
        ([ticket]) => know(ticket?.ref ?? name, false),
        (failure: unknown) => {
          const isUseful = failure instanceof RequestError && failure.retryable;
          if (!isUseful) know(name, true);
          else if (isCurrent) timer = setTimeout(ask, ASK_AGAIN_MS);
        },
      );
    };
    ask();
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, name, mayBeNumber, mayBeToldNow]);

  if (!mayBeNumber) return name;
  return found?.name === name ? found.ref : undefined;
}
