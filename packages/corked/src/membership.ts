import { type CompactSet, EMPTY, hasName, sizeOf, withName, withoutName } from "./compact-set.js";

/** Which socket is in which room, from both sides. Neither a socket nor a room of one has a set of its own. */
export class Membership {
  readonly #roomsOf = new Map<string, CompactSet>();
  readonly #socketsIn = new Map<string, CompactSet>();

  /** The rooms of each socket that has been in one. */
  get roomsOf(): ReadonlyMap<string, CompactSet> {
    return this.#roomsOf;
  }

  /** The sockets in each room that isn't empty. */
  get socketsIn(): ReadonlyMap<string, CompactSet> {
    return this.#socketsIn;
  }

  /** Makes a socket known, even if it joins nothing. */
  add(socketId: string): void {
    if (!this.#roomsOf.has(socketId)) this.#roomsOf.set(socketId, EMPTY);
  }

  /** Forgets a socket that has left its rooms. */
  forget(socketId: string): void {
    this.#roomsOf.delete(socketId);
  }

  /** Lets a socket into a room, and says whether it is new there, and the room new with it. */
  join(socketId: string, room: string): { readonly isMember: boolean; readonly isRoom: boolean } {
    const rooms = this.#roomsOf.get(socketId) ?? EMPTY;
    const sockets = this.#socketsIn.get(room);
    const isMember = sockets === undefined || !hasName(sockets, socketId);
    this.#roomsOf.set(socketId, withName(rooms, room));
    this.#socketsIn.set(room, withName(sockets ?? EMPTY, socketId));
    return { isMember, isRoom: sockets === undefined };
  }

  /** Takes a room off a socket's list, while the room itself still has it. */
  unlist(socketId: string, room: string): void {
    const rooms = this.#roomsOf.get(socketId);
    if (rooms !== undefined) this.#roomsOf.set(socketId, withoutName(rooms, room));
  }

  /** Takes a socket out of a room, and says whether it was there, and the room ended with it. */
  leave(socketId: string, room: string): { readonly wasMember: boolean; readonly wasLast: boolean } {
    const sockets = this.#socketsIn.get(room);
    if (sockets === undefined || !hasName(sockets, socketId)) return { wasMember: false, wasLast: false };
    const others = withoutName(sockets, socketId);
    const wasLast = sizeOf(others) === 0;
    if (wasLast) this.#socketsIn.delete(room);
    else this.#socketsIn.set(room, others);
    return { wasMember: true, wasLast };
  }
}
