import { WebSocket } from "ws";
import { readOn } from "./rest.js";
import {
  inTime,
  type Line,
  type LineEvents,
  Lost,
  Refusal,
  type TicketName,
  type Told,
  type Wire,
} from "./wire.js";

interface Frame {
  readonly type: string;
  readonly ticketId: number;
  readonly messageId: number;
  readonly message: string;
  readonly temp_id?: string;
  readonly refused?: string;
  readonly code?: string;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
}

interface Row {
  readonly id: number;
  readonly message: string;
}

/** A request whose answer is a frame of another type. */
interface Asked {
  readonly type: string;
  readonly isAnswer: (frame: Frame) => boolean;
  readonly take: (frame: Frame) => void;
  readonly fail: (failure: Error) => void;
}

/** Bare WebSocket; joins again, and reads over REST what came after the last message it has. */
export const jsonFrames: Wire = {
  dialect: "json-frames",
  async open(url, token, events) {
    const socket = new WebSocket(`${url.replace(/^http/, "ws")}/ws?token=${token}`);
    const line = new FrameLine(socket, url, token, events);
    await inTime(line.opened, "the handshake").catch((failure: unknown) => {
      socket.terminate();
      throw failure;
    });
    return line;
  },
};

class FrameLine implements Line {
  readonly opened: Promise<void>;
  #isOver = false;
  readonly #asked = new Set<Asked>();

  constructor(
    private readonly socket: WebSocket,
    private readonly url: string,
    private readonly token: string,
    private readonly events: LineEvents,
  ) {
    let isOpen = false;
    this.opened = new Promise((resolve, reject) => {
      socket.on("open", () => {
        isOpen = true;
        resolve();
      });
      socket.on("error", (failure) => reject(new Lost(failure.message)));
    });
    socket.on("message", (content: Buffer) => this.#hear(JSON.parse(content.toString()) as Frame));
    socket.on("close", (code) => {
      const wasOver = this.#isOver;
      this.#isOver = true;
      for (const { fail } of [...this.#asked]) fail(new Lost(`closed with ${code}`));
      if (isOpen && !wasOver) events.lost(`closed with ${code}`);
    });
  }

  async join({ number: ticketId }: TicketName, place: Parameters<Line["join"]>[1]) {
    const isAnswer = (frame: Frame) => frame.type === "JOINED_ROOM" && frame.ticketId === ticketId;
    await this.#ask("JOIN_TICKET", { ticketId }, isAnswer);
    const pages = {
      path: (query: string) => `/api/chat/messages/${ticketId}?${query}`,
      read: (body: Readonly<Record<string, unknown>>) =>
        (body.data as Row[]).map(({ id, message }): Told => ({ id: String(id), text: message })),
    };
    return { missed: await readOn(this.url, this.token, pages, place), overlaps: true };
  }

  async say({ number: ticketId }: TicketName, temp_id: string, message: string): Promise<Told> {
    const isAnswer = (frame: Frame) => frame.type === "MESSAGE_SENT" && frame.temp_id === temp_id;
    const { messageId } = await this.#ask("SEND_MESSAGE", { ticketId, message, temp_id }, isAnswer);
    return { id: String(messageId), text: message };
  }

  close(): void {
    this.#isOver = true;
    this.socket.close();
  }

  #ask(type: string, payload: object, isAnswer: Asked["isAnswer"]): Promise<Frame> {
    let asked: Asked | undefined;
    const answer = new Promise<Frame>((take, fail) => {
      if (this.#isOver) return fail(new Lost("the connection has ended"));
      asked = { type, isAnswer, take, fail };
      this.#asked.add(asked);
      this.socket.send(JSON.stringify({ type, ...payload }));
    });
    return inTime(answer, type).finally(() => asked && this.#asked.delete(asked));
  }

  #hear(frame: Frame): void {
    if (frame.type === "NEW_MESSAGE") {
      const { messageId, message } = frame;
      this.events.told(String(frame.ticketId), { id: String(messageId), text: message });
    }
    const { refused, code = "unknown", retryable = false, retryAfterMs } = frame;
    for (const { type, isAnswer, take, fail } of this.#asked) {
      if (isAnswer(frame)) take(frame);
      else if (frame.type === "ERROR" && refused === type) fail(new Refusal(code, retryable, retryAfterMs));
    }
  }
}
