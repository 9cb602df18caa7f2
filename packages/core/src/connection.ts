import { FewMap } from "./few.js";
import type { Identity } from "./identity.js";
import type { Language, Listener } from "./ports/listener.js";
import type { Seat } from "./seat.js";

/** One signed-in connection: who it is, what it speaks, and which tickets it watches. */
export class Connection {
  readonly seats = new FewMap<number, Seat>();
  closed = false;

  constructor(
    public identity: Identity,
    readonly language: Language,
    readonly listener: Listener,
  ) {}
}
