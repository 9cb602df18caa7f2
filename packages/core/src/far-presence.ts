import type { Person } from "./person.js";
import type { PresenceNews } from "./ports/bus.js";
import type { Clock } from "./ports/clock.js";

/** How long a node that says nothing more of a ticket is believed to have its people there, in ms. */
export const NODE_TTL_MS = 25_000;

interface Said {
  readonly ticketId: number;
  readonly node: string;
  readonly turn: number;
  readonly people: ReadonlyMap<number, Person>;
  readonly heardAt: number;
}

/** Who came to a ticket or went from it on some other node, as far as that is known there. */
export interface Moves {
  readonly ticketId: number;
  readonly came: readonly Person[];
  readonly went: readonly Person[];
}

/** Who watches which ticket on other nodes, as these have said. */
export class FarPresence {
  readonly #byTicket = new Map<number, Map<string, Said>>();
  /** Longest unheard first. */
  readonly #byAge = new Set<Said>();

  constructor(private readonly clock: Clock) {}

  /** Takes in what a node says of a ticket; undefined when it is older than what it has said before. */
  take({ ticketId, node, turn, people }: PresenceNews): Moves | undefined {
    const before = this.#byTicket.get(ticketId)?.get(node);
    if (before && before.turn >= turn) return undefined;
    const known = new Map(people.map((person) => [person.id, person]));
    if (before) this.#byAge.delete(before);
    // Nobody is kept too: who was there before may be told of late.
    const said: Said = { ticketId, node, turn, people: known, heardAt: this.clock.now() };
    const onTicket = this.#byTicket.get(ticketId) ?? new Map<string, Said>();
    this.#byTicket.set(ticketId, onTicket.set(node, said));
    this.#byAge.add(said);
    const came = people.filter(({ id }) => !before?.people.has(id));
    const went = [...(before?.people.values() ?? [])].filter(({ id }) => !known.has(id));
    return { ticketId, came, went };
  }

  /** Forgets what nodes said that have been silent for too long, and gives who went with that. */
  expire(): readonly Moves[] {
    const moves: Moves[] = [];
    for (const said of this.#byAge) {
      if (this.clock.now() - said.heardAt < NODE_TTL_MS) break;
      this.#byAge.delete(said);
      this.#remove(said);
      moves.push({ ticketId: said.ticketId, came: [], went: [...said.people.values()] });
    }
    return moves;
  }

  /** A ticket is watched here no more, and its news are not heard from now on. */
  forget(ticketId: number): void {
    for (const said of this.#byTicket.get(ticketId)?.values() ?? []) this.#byAge.delete(said);
    this.#byTicket.delete(ticketId);
  }

  /** How many other nodes have somebody on a ticket. */
  nodesWith(ticketId: number, personId: number): number {
    let nodes = 0;
    for (const { people } of this.#byTicket.get(ticketId)?.values() ?? [])
      if (people.has(personId)) nodes += 1;
    return nodes;
  }

  *on(ticketId: number): Iterable<Person> {
    for (const { people } of this.#byTicket.get(ticketId)?.values() ?? []) yield* people.values();
  }

  #remove({ ticketId, node }: Said): void {
    const onTicket = this.#byTicket.get(ticketId);
    onTicket?.delete(node);
    if (onTicket?.size === 0) this.#byTicket.delete(ticketId);
  }
}
