import { Json, jsonText, unquoted } from "@ticketwire/dialects";
import type { Socket } from "socket.io";
import { Decoder, type Packet } from "socket.io-parser";

/** Hears what a client sends to one namespace; `id` is set where it wants an answer. */
interface Taker {
  /** Between the packet's type and the number of its answer. */
  readonly prefix: string;
  take(event: string, payload: unknown, id: number | undefined): void;
}

const NOBODY: readonly Taker[] = [];
const EVENT = "2";
const LONGEST_ID = 15;
const ZERO = 0x30;

/** Names that Socket.IO keeps to itself: who sends one is cut off by its own decoder. */
const RESERVED = ["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"];

/** What stands before the list in packets of a namespace, after their type. */
export function prefixOf(namespace: string): string {
  return namespace === "/" ? "" : `${namespace},`;
}

/** An event as a packet of a namespace. */
export function eventText(namespace: string, event: string, payload: unknown): string {
  return `${EVENT}${prefixOf(namespace)}["${unquoted(event)}",${jsonText(payload)}]`;
}

/** Socket.IO's encoder for payloads without binary data, which are not searched for any, and may be JSON already. */
export class TextEncoder {
  encode({ type, nsp, id, data }: Packet): string[] {
    const body = data === undefined ? "" : Array.isArray(data) ? listText(data) : JSON.stringify(data);
    return [`${type}${prefixOf(nsp)}${id ?? ""}${body}`];
  }
}

/** Socket.IO's decoder, but events in text go straight to who takes them in, if anybody does. */
export class TakingDecoder extends Decoder {
  takers = NOBODY;

  override add(chunk: unknown): void {
    if (typeof chunk !== "string" || !this.#take(chunk)) super.add(chunk);
  }

  /** False for what is not a plain event, broken ones included: it goes the ordinary way. */
  #take(text: string): boolean {
    if (!text.startsWith(EVENT)) return false;
    const taker = this.#takerOf(text);
    // What belongs to a packet with binary data comes before anything else.
    if (!taker || (this as unknown as { readonly reconstructor?: unknown }).reconstructor) return false;
    const idAt = EVENT.length + taker.prefix.length;
    const listAt = text.indexOf("[", idAt);
    if (listAt === -1 || listAt - idAt > LONGEST_ID) return false;
    const id = listAt === idAt ? undefined : numberIn(text, idAt, listAt);
    if (Number.isNaN(id)) return false;
    const list = listIn(text.slice(listAt));
    const name = list?.[0];
    if (!list || typeof name !== "string" || RESERVED.includes(name)) return false;
    taker.take(name, list[1], id);
    return true;
  }

  #takerOf(text: string): Taker | undefined {
    for (const taker of this.takers) if (text.startsWith(taker.prefix, EVENT.length)) return taker;
    return undefined;
  }
}

/** Has plain events of a socket handed over as soon as they are read, past all that Socket.IO does with them. */
export function takeEvents(socket: Socket, take: Taker["take"]): () => void {
  const { decoder } = socket.client as unknown as { readonly decoder: TakingDecoder };
  const taker: Taker = { prefix: prefixOf(socket.nsp.name), take };
  decoder.takers = [...decoder.takers, taker];
  return () => {
    decoder.takers = decoder.takers.filter((other) => other !== taker);
  };
}

/** The number that stands in a text; NaN when something else does. */
function numberIn(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}

function listIn(text: string): readonly unknown[] | undefined {
  try {
    return JSON.parse(text) as readonly unknown[];
  } catch {
    return undefined;
  }
}

/** What `JSON.stringify` makes of a list, which says null for what is not there. */
function listText(list: readonly unknown[]): string {
  return list.some((item) => item instanceof Json) ? `[${list.map(jsonText).join()}]` : JSON.stringify(list);
}
