import { io, type Socket } from "socket.io-client";

interface Sent {
  readonly ticket: string;
  readonly text: string;
}

interface JoinReply {
  readonly ok: boolean;
  readonly position?: { readonly epoch: string; readonly seq: number };
  readonly catchUp?: { readonly kind: string; readonly events?: readonly { readonly seq: number }[] };
}

interface PostReply {
  readonly ok: boolean;
  readonly message?: { readonly id: string; readonly seq: number };
  readonly error?: { readonly code: string; readonly retryable: boolean };
}

/**
 * A native client with nothing but a Socket.IO socket: posts with client ids, posts again what was not
 * acknowledged, comes back with its positions, and writes down what it hears.
 */
export class CrashClient {
  /** By client id: the id and seq the acknowledgement gave. */
  readonly acked = new Map<string, { readonly ticket: string; readonly id: string; readonly seq: number }>();
  /** By ticket: the seqs heard, in the order they were heard. */
  readonly heard = new Map<string, number[]>();
  readonly refusals: string[] = [];
  startedAfresh = 0;
  readonly #outbox = new Map<string, Sent>();
  readonly #epochs = new Map<string, string>();
  readonly #socket: Socket;
  #joined = false;

  constructor(
    url: string,
    token: string,
    private readonly name: string,
    private readonly tickets: readonly string[],
  ) {
    for (const ticket of tickets) this.heard.set(ticket, []);
    this.#socket = io(`${url}/v1`, {
      auth: { token },
      transports: ["websocket"],
      forceNew: true,
      reconnectionDelay: 20,
      reconnectionDelayMax: 100,
      timeout: 2000,
    });
    this.#socket.on("connect", () => void this.#comeBack());
    this.#socket.on("disconnect", () => {
      this.#joined = false;
    });
    this.#socket.on("event", ({ ticket, seq }: { ticket: string; seq: number }) =>
      this.heard.get(ticket)?.push(seq),
    );
  }

  get waiting(): number {
    return this.#outbox.size;
  }

  post(count: number): void {
    const ticket = this.tickets[count % this.tickets.length];
    if (ticket === undefined) return;
    const clientId = `${this.name}-${count}`;
    this.#outbox.set(clientId, { ticket, text: `message ${count} of ${this.name}` });
    if (this.#joined) this.#send(clientId);
  }

  lastHeard(ticket: string): number {
    return this.heard.get(ticket)?.at(-1) ?? 0;
  }

  close(): void {
    this.#socket.disconnect();
  }

  async #comeBack(): Promise<void> {
    for (const ticket of this.tickets) {
      const epoch = this.#epochs.get(ticket);
      const position = epoch === undefined ? undefined : { epoch, seq: this.lastHeard(ticket) };
      const isJoined = await this.#join(ticket, position);
      if (!isJoined) return;
    }
    this.#joined = true;
    for (const clientId of this.#outbox.keys()) this.#send(clientId);
  }

  /** False when the connection is lost before an answer comes, and for a refusal. */
  #join(ticket: string, position: JoinReply["position"]): Promise<boolean> {
    return new Promise((resolve) => {
      const lost = (): void => resolve(false);
      this.#socket.once("disconnect", lost);
      this.#socket.emit("join", { ticket, position }, (reply: JoinReply) => {
        this.#socket.off("disconnect", lost);
        // Before anything that has come in behind the answer.
        if (reply.ok) this.#catchUp(ticket, position, reply);
        resolve(reply.ok);
      });
    });
  }

  #catchUp(ticket: string, from: JoinReply["position"], { position, catchUp }: JoinReply): void {
    if (!position) return;
    this.#epochs.set(ticket, position.epoch);
    if (catchUp?.kind === "resumed") {
      for (const { seq } of catchUp.events ?? []) this.heard.get(ticket)?.push(seq);
    } else {
      if (from !== undefined) this.startedAfresh += 1;
      // A fresh start stands for all there is up to its position.
      this.heard.set(
        ticket,
        Array.from({ length: position.seq }, (_, index) => index + 1),
      );
    }
  }

  #send(clientId: string): void {
    const sent = this.#outbox.get(clientId);
    if (!sent) return;
    this.#socket.emit("post", { ...sent, clientId }, (reply: PostReply) => {
      if (reply.ok && reply.message) {
        this.acked.set(clientId, { ticket: sent.ticket, id: reply.message.id, seq: reply.message.seq });
        this.#outbox.delete(clientId);
      } else {
        this.refusals.push(reply.error?.code ?? "unknown");
      }
    });
  }
}
