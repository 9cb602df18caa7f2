import { readOn } from "./rest.js";
import { SocketLine } from "./socket-line.js";
import {
  type Joined,
  type Line,
  type LineEvents,
  type Place,
  Refusal,
  type TicketName,
  type Told,
  type Wire,
} from "./wire.js";

interface Answer {
  readonly ok: boolean;
  readonly error?: {
    readonly code: string;
    readonly retryable: boolean;
    readonly details?: { readonly retryAfterMs?: number };
  };
}

interface JoinAnswer extends Answer {
  readonly position: { readonly epoch: string };
  readonly catchUp: { readonly kind: string; readonly events?: readonly Event[] };
}

interface Event {
  readonly ticket: string;
  readonly seq: number;
  readonly type: string;
  readonly message?: Told;
}

/** The native protocol: positions, exact resume. */
export const native: Wire = {
  dialect: "native",
  async open(url, token, events: LineEvents) {
    const line = await SocketLine.open(`${url}/v1`, token, events, (socket) => {
      socket.on("event", (event: Event) => {
        const message = messageOf(event);
        if (message) events.told(event.ticket, message);
      });
    });
    return new NativeLine(line, url, token);
  },
};

class NativeLine implements Line {
  constructor(
    private readonly line: SocketLine,
    private readonly url: string,
    private readonly token: string,
  ) {}

  async join({ ref }: TicketName, place: Place | undefined): Promise<Joined> {
    const position = place && { epoch: place.epoch, seq: place.last.seq };
    const { epoch, events } = await this.line.ask("join", { ticket: ref, position }, (answer: JoinAnswer) => {
      check(answer);
      return { epoch: answer.position.epoch, events: answer.catchUp.events };
    });
    if (events) return { epoch, missed: events.flatMap((event) => messageOf(event) ?? []), overlaps: false };
    // Too much was missed to be told one by one: the rest is read.
    const pages = {
      path: (query: string) => `/v1/tickets/${ref}/messages?${query}`,
      read: (body: Readonly<Record<string, unknown>>) => body.messages as readonly Told[],
    };
    return { epoch, missed: await readOn(this.url, this.token, pages, place), overlaps: true };
  }

  say({ ref }: TicketName, clientId: string, text: string): Promise<Told> {
    return this.line.ask("post", { ticket: ref, clientId, text }, (answer: Answer & { message: Told }) => {
      check(answer);
      return answer.message;
    });
  }

  close(): void {
    this.line.close();
  }
}

function check({ ok, error }: Answer): void {
  if (!ok)
    throw new Refusal(error?.code ?? "unknown", error?.retryable ?? false, error?.details?.retryAfterMs);
}

function messageOf({ type, message, seq }: Event): Told | undefined {
  return type === "message.posted" && message ? { id: message.id, text: message.text, seq } : undefined;
}
