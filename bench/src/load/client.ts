import { connect, type Socket } from "node:net";
import { clientFrame, NUMBER, NumberedFrame } from "./client-frame.js";

const PONG = 0x8a;
const MASKED = 0x80;
const CLOSE = 8;
const PING = 9;
const RECEIVE_BYTES = 256 * 1024;

/** Numbers of requests whose answers are read; those of posts are below. */
const FIRST_ASKED = 90_000_000;
const FIRST_POSTED = 10_000_000;
/** More than a client ever has in flight. */
const REMEMBERED = 4096;

/** All clients read into the same memory, one after the other: what is not whole yet is copied. */
const received = Buffer.allocUnsafe(RECEIVE_BYTES);

/**
 * One person on one connection: WebSocket, Engine.IO 4 and Socket.IO 5 by hand, as little of them as can be, so
 * that the load never costs what is measured. Of what comes often only the kind is looked at, and counted.
 */
export class LoadClient {
  /** Messages acknowledged, and heard of, since it connected. */
  acks = 0;
  events = 0;
  posted = 0;
  /** How many posts are kept unanswered; an acknowledgement is followed by the next post while there are fewer. */
  inFlight = 0;
  /** Hears how long a post took to be acknowledged, in ms. */
  onAck: (tookMs: number) => void = () => {};
  failure: Error | undefined;

  readonly #socket: Socket;
  readonly #token: string;
  readonly #sentAt = new Float64Array(REMEMBERED);
  readonly #asked = new Map<number, (answer: unknown) => void>();
  #post: NumberedFrame | undefined;
  #rest: Buffer | undefined;
  #out: Buffer[] = [];
  #nextAsk = FIRST_ASKED;
  #isOpen = false;
  #settle: { readonly ready: () => void; readonly fail: (failure: Error) => void } | undefined;
  readonly ready: Promise<void>;

  constructor(port: number, token: string) {
    this.#token = token;
    this.ready = new Promise((ready, fail) => {
      this.#settle = { ready, fail };
    });
    const onread = {
      buffer: received,
      callback: (bytes: number) => {
        this.#take(received.subarray(0, bytes));
        return true;
      },
    };
    this.#socket = connect({ port, host: "127.0.0.1", noDelay: true, onread });
    this.#socket.on("error", (failure) => this.#fail(failure));
    this.#socket.on("close", () => this.#fail(new Error("the server has closed the connection")));
    this.#socket.write(
      "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n" +
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    );
  }

  /** Sends a request and resolves with its answer, which says that all is well. */
  ask<T>(event: string, payload: unknown): Promise<T> {
    const number = this.#nextAsk++;
    this.#write(clientFrame(`42/v1,${number}${JSON.stringify([event, payload])}`));
    return new Promise<unknown>((resolve, reject) => {
      this.#asked.set(number, (answer) => {
        if (answer instanceof Error) reject(answer);
        else resolve(answer);
      });
      if (this.failure) reject(this.failure);
    }) as Promise<T>;
  }

  /** What it says when it posts, and where. */
  talkOn(ticket: string, text: string): void {
    const post = JSON.stringify(["post", { ticket, clientId: `${NUMBER}-${this.#token.slice(-8)}`, text }]);
    this.#post = new NumberedFrame(`42/v1,${NUMBER}${post}`);
  }

  /** Keeps as many posts unanswered as are wanted; 0 stops. */
  keepInFlight(count: number): void {
    this.inFlight = count;
    this.#fill(performance.now());
    this.#flush();
  }

  /** Posts once, at a time from which its answer is measured. */
  post(dueAt: number): void {
    this.#say(dueAt);
    this.#flush();
  }

  close(): void {
    this.#socket.removeAllListeners("close");
    this.#socket.destroy();
  }

  #say(at: number): void {
    const number = FIRST_POSTED + this.posted;
    this.#sentAt[number % REMEMBERED] = at;
    this.posted += 1;
    if (this.#post) this.#out.push(this.#post.with(number));
  }

  #fill(now: number): void {
    while (this.posted - this.acks < this.inFlight) this.#say(now);
  }

  /** Everything of one turn leaves in one write. */
  #flush(): void {
    const [first, ...others] = this.#out;
    if (!first) return;
    this.#socket.write(others.length === 0 ? first : Buffer.concat(this.#out));
    this.#out = [];
  }

  #write(frame: Buffer): void {
    this.#out.push(frame);
    this.#flush();
  }

  #take(chunk: Buffer): void {
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    let at = this.#isOpen ? 0 : this.#handshakeEnd(bytes);
    while (this.#isOpen && at + 2 <= bytes.length) {
      const head = frameAt(bytes, at);
      if (!head) break;
      this.#hear(bytes, (bytes[at] ?? 0) & 15, head.start, head.end);
      at = head.end;
    }
    this.#rest = at < bytes.length ? Buffer.from(bytes.subarray(at)) : undefined;
    this.#fill(performance.now());
    this.#flush();
  }

  /** Where the first frame begins; 0 while the handshake is not answered. */
  #handshakeEnd(bytes: Buffer): number {
    const end = bytes.indexOf("\r\n\r\n");
    if (end === -1) return 0;
    this.#isOpen = true;
    if (!bytes.toString("latin1", 0, 12).endsWith("101")) this.#fail(new Error("the handshake was refused"));
    return end + 4;
  }

  #hear(bytes: Buffer, opcode: number, start: number, end: number): void {
    if (opcode === PING) this.#out.push(Buffer.from([PONG, MASKED, 0, 0, 0, 0]));
    else if (opcode === CLOSE) {
      const code = end - start < 2 ? "no code" : bytes.readUInt16BE(start);
      this.#fail(new Error(`closed with ${code}`));
    } else if (bytes[start] !== 0x34) this.#hearTransport(bytes[start]);
    else if (bytes[start + 1] === 0x32) {
      // 42/v1,["event",…: only an event has these two letters.
      if (bytes[start + 8] === 0x65 && bytes[start + 10] === 0x65) this.events += 1;
    } else if (bytes[start + 1] === 0x33) this.#hearAnswer(bytes, start, end);
    else if (bytes[start + 1] === 0x30) this.#settle?.ready();
    else this.#fail(new Error(`unexpected: ${bytes.toString("utf8", start, end)}`));
  }

  /** `0` opens the connection, `2` wants to know whether it is still there. */
  #hearTransport(kind: number | undefined): void {
    if (kind === 0x30) this.#out.push(clientFrame(`40/v1,${JSON.stringify({ token: this.#token })}`));
    else if (kind === 0x32) this.#out.push(clientFrame("3"));
  }

  /** 43/v1,<number>[{"ok":true… */
  #hearAnswer(bytes: Buffer, start: number, end: number): void {
    const numberAt = start + 6;
    const listAt = numberAt + NUMBER.length;
    let number = 0;
    for (let at = numberAt; at < listAt; at++) number = number * 10 + (bytes[at] ?? 0) - 48;
    const isWell = bytes[listAt + 7] === 0x74;
    if (!isWell) this.#fail(new Error(`refused: ${bytes.toString("utf8", listAt, end)}`));
    else if (number < FIRST_ASKED) {
      this.acks += 1;
      this.onAck(performance.now() - (this.#sentAt[number % REMEMBERED] ?? 0));
    } else {
      const [answer] = JSON.parse(bytes.toString("utf8", listAt, end)) as unknown[];
      this.#asked.get(number)?.(answer);
      this.#asked.delete(number);
    }
  }

  #fail(failure: Error): void {
    this.failure ??= failure;
    this.inFlight = 0;
    this.#settle?.fail(failure);
    for (const settle of this.#asked.values()) settle(failure);
    this.#asked.clear();
  }
}

/** Where the payload of the frame at `at` begins and ends; undefined while it is not all there. */
function frameAt(bytes: Buffer, at: number): { readonly start: number; readonly end: number } | undefined {
  const short = (bytes[at + 1] ?? 0) & 127;
  const start = at + (short < 126 ? 2 : short === 126 ? 4 : 10);
  if (start > bytes.length) return undefined;
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : bytes.readUInt32BE(at + 6);
  return start + length <= bytes.length ? { start, end: start + length } : undefined;
}
