import type { WireClient } from "./wire-client.js";

/** The ticket everybody talks on, by both its names. */
export const TALK = { ref: "t-1", number: 501 } as const;

/** What was acknowledged of what somebody has said. */
export interface Said {
  readonly text: string;
  /** The key it was said under. */
  readonly clientId: string;
  /** The number the message got, where the language tells it. */
  readonly number: number | undefined;
}

type Say = (text: string, clientId: string) => Promise<number | undefined>;

/**
 * People who talk on one ticket in several languages at once, each as fast as they are acknowledged, until they are told
 * to stop.
 */
export class Talk {
  readonly said: Said[] = [];
  #goesOn = true;
  #waiting: (() => void)[] = [];
  readonly #talking: Promise<unknown>;

  constructor(url: string, token: string, native: WireClient, topic = "first") {
    const languages: readonly (readonly [name: string, say: Say])[] = [
      ["native", (text) => sayNatively(native, text)],
      ["gateway", byRest(url, token, `/api/tickets/${TALK.ref}/chat`, {}, ["message", "temp_id"])],
      ["frames", byRest(url, token, "/api/chat/messages", { ticketId: TALK.number }, ["message", "temp_id"])],
      ["chats", byRest(url, token, "/chat-messages", { chatId: TALK.number }, ["content", "clientId"])],
    ];
    this.#talking = Promise.all(languages.map(([name, say]) => this.#talk(`${topic} ${name}`, say)));
  }

  /** Resolves once so much has been acknowledged. */
  async until(count: number): Promise<void> {
    while (this.said.length < count) {
      await Promise.race([new Promise<void>((resolve) => this.#waiting.push(resolve)), this.#talking]);
    }
  }

  /** Resolves when the last of what was said has been acknowledged. */
  async stop(): Promise<void> {
    this.#goesOn = false;
    await this.#talking;
  }

  async #talk(name: string, say: Say): Promise<void> {
    for (let count = 1; this.#goesOn; count++) {
      const text = `${name} ${count}`;
      const clientId = `c-${text}`;
      this.said.push({ text, clientId, number: await say(text, clientId) });
      for (const wake of this.#waiting.splice(0)) wake();
    }
  }
}

async function sayNatively(client: WireClient, text: string): Promise<undefined> {
  const reply = await client.post(TALK.ref, text);
  if (!reply?.ok) throw new Error(`${text}: ${JSON.stringify(reply)}`);
}

function byRest(
  url: string,
  token: string,
  path: string,
  where: Readonly<Record<string, unknown>>,
  [textName, keyName]: readonly [text: string, key: string],
): Say {
  return async (text, clientId) => {
    const answer = await fetch(url + path, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ ...where, [textName]: text, [keyName]: clientId }),
    });
    const said = (await answer.json()) as { readonly data?: { readonly id?: unknown } };
    if (!answer.ok) throw new Error(`${text}: ${answer.status} ${JSON.stringify(said)}`);
    return typeof said.data?.id === "number" ? said.data.id : undefined;
  };
}
