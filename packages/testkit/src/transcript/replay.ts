import { Inbox } from "./inbox.js";
import type { Line, LineOf } from "./line.js";
import { Placeholders } from "./placeholders.js";
import { type Peer, Refused, type Stage } from "./stage.js";

/** Plays a transcript; rejects at the first line that is not so, and when somebody heard more than it says. */
export async function replay(lines: readonly Line[], stage: Stage): Promise<void> {
  const run = new Run(stage);
  try {
    for (const [index, line] of lines.entries()) {
      await run.play(line).catch((failure: unknown) => {
        throw new Error(`line ${index + 1}, ${JSON.stringify(line).slice(0, 120)}: ${String(failure)}`);
      });
    }
    run.expectSilence();
  } finally {
    run.end();
  }
}

class Run {
  readonly #placeholders = new Placeholders();
  readonly #tokens = new Map<string, string>();
  readonly #peers = new Map<string, Peer>();
  readonly #inboxes = new Map<string, Inbox>();
  readonly #answers = new Map<string, Promise<{ readonly status: number; readonly body: unknown }>>();
  readonly #refusals = new Map<string, Refused>();

  constructor(private readonly stage: Stage) {}

  async play(line: Line): Promise<void> {
    switch (line.direction) {
      case "setting":
        for (const [who, claims] of Object.entries(line.people)) {
          const token = await this.stage.token(claims);
          this.#tokens.set(who, token);
          this.#placeholders.keep(`<token:${who}>`, token);
        }
        return this.stage.arrange(line.people, line.tickets);
      case "connect":
        return this.#connect(line.who, line.payload);
      case "refused": {
        const refused = this.#refusals.get(line.who);
        if (!refused) throw new Error("was not refused");
        return this.#placeholders.match(line.payload, refused.payload);
      }
      case "disconnect":
        return this.#peer(line.who).close();
      case "send":
        return this.#send(line);
      case "hear":
      case "ack":
        return this.#hear(line);
      case "closed":
        return this.#closed(line);
      case "request":
        return this.#request(line);
      case "answer":
        return this.#answer(line);
    }
  }

  expectSilence(): void {
    for (const [who, inbox] of this.#inboxes) {
      const more = inbox.rest();
      if (more.length > 0) throw new Error(`${who} heard more: ${JSON.stringify(more)}`);
    }
  }

  end(): void {
    for (const peer of this.#peers.values()) peer.close();
  }

  async #connect(who: string, payload: unknown): Promise<void> {
    const inbox = new Inbox();
    const other = payload as { readonly token?: string } | undefined;
    try {
      const token = other === undefined ? this.#token(who) : other.token;
      this.#inboxes.set(who, inbox);
      this.#peers.set(who, await this.stage.connect(token, (what) => inbox.put(what)));
    } catch (failure) {
      if (!(failure instanceof Refused)) throw failure;
      this.#refusals.set(who, failure);
    }
  }

  #send({ who, event, payload, ack }: LineOf<"send">): void {
    const inbox = this.#inbox(who);
    const acked = (answer: unknown): void => inbox.put({ direction: "ack", event, payload: answer });
    this.#peer(who).send(event, this.#placeholders.fill(payload), ack ? acked : undefined);
  }

  async #hear({ who, direction, event, payload }: LineOf<"hear" | "ack">): Promise<void> {
    const heard = await this.#inbox(who).next();
    if (heard.direction !== direction || heard.event !== event)
      throw new Error(`heard ${JSON.stringify(heard)}`);
    this.#placeholders.match(payload, heard.payload);
  }

  async #closed({ who }: LineOf<"closed">): Promise<void> {
    const heard = await this.#inbox(who).next();
    if (heard.direction !== "closed") throw new Error(`heard ${JSON.stringify(heard)}`);
  }

  #request(line: LineOf<"request">): void {
    const [method = "GET", path = "/"] = String(this.#placeholders.fill(line.event)).split(" ");
    const body = this.#placeholders.fill(line.payload);
    const { headers = {}, files = [] } = line;
    const token = this.#token(line.who);
    this.#answers.set(line.who, this.stage.request({ method, path, token, body, headers, files }));
  }

  async #answer(line: LineOf<"answer">): Promise<void> {
    const answer = await this.#answers.get(line.who);
    if (!answer) throw new Error("nothing was asked");
    if (String(answer.status) !== line.event) throw new Error(`answer is ${JSON.stringify(answer)}`);
    this.#placeholders.match(line.payload, answer.body);
  }

  #token(who: string): string {
    const token = this.#tokens.get(who.split("/")[0] ?? who);
    if (token === undefined) throw new Error(`${who} is not in the setting`);
    return token;
  }

  #peer(who: string): Peer {
    const peer = this.#peers.get(who);
    if (!peer) throw new Error(`${who} is not connected`);
    return peer;
  }

  #inbox(who: string): Inbox {
    const inbox = this.#inboxes.get(who);
    if (!inbox) throw new Error(`${who} is not connected`);
    return inbox;
  }
}
