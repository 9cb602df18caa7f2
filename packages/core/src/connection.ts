import type { Identity } from "./identity.js";
import type { Cancel } from "./ports/clock.js";
import type { Language, Listener } from "./ports/listener.js";
import type { Seat } from "./seat.js";

/** One signed-in connection: who it is, what it speaks, and which tickets it watches. */
export class Connection {
  readonly seats = new Map<number, Seat>();
  closed = false;
  expiry: Cancel | undefined;

  constructor(
    public identity: Identity,
    readonly language: Language,
    readonly listener: Listener,
  ) {}
}
