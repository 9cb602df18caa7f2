import type { Socket } from "socket.io";
import { Adapter, type BroadcastOptions } from "socket.io-adapter";
import { Broadcast } from "./broadcast.js";
import { EMPTY, namesIn } from "./compact-set.js";
import { meetClient } from "./meet-client.js";
import { Membership } from "./membership.js";
import { type NamespaceInternals, socketInternals } from "./seams.js";
import { SetView } from "./set-view.js";

/** A packet as Socket.IO hands it to an adapter. */
interface Packet {
  nsp?: string;
  id?: number;
}

const NOBODY: ReadonlySet<string> = new Set();

/** Socket.IO's adapter for one process: the same behaviour, with broadcasts that are framed once and leave together. */
export class CorkedAdapter extends Adapter {
  readonly #namespace: NamespaceInternals;
  readonly #membership = new Membership();

  constructor(namespace: unknown) {
    super(namespace);
    this.#namespace = namespace as NamespaceInternals;
    this.rooms = new SetView(this.#membership.socketsIn);
    this.sids = new SetView(this.#membership.roomsOf);
  }

  override addAll(socketId: string, rooms: Set<string>): void {
    const socket = rooms.has(socketId) ? this.#namespace.sockets.get(socketId) : undefined;
    if (socket !== undefined) meetClient(socketInternals(socket).client);
    this.#membership.add(socketId);
    for (const room of rooms) {
      const { isMember, isRoom } = this.#membership.join(socketId, room);
      if (isRoom) this.emit("create-room", room);
      if (isMember) this.emit("join-room", room, socketId);
    }
  }

  override del(socketId: string, room: string): void {
    this.#membership.unlist(socketId, room);
    this.#leave(socketId, room);
  }

  override delAll(socketId: string): void {
    const rooms = this.#membership.roomsOf.get(socketId);
    if (rooms === undefined) return;
    for (const room of namesIn(rooms)) this.#leave(socketId, room);
    this.#membership.forget(socketId);
  }

  override socketRooms(socketId: string): Set<string> | undefined {
    return this.sids.get(socketId);
  }

  override broadcast(packet: Packet, options: BroadcastOptions): void {
    const broadcast = this.#broadcastOf(packet, options);
    this.#forEach(options, (socket) => broadcast.sendTo(socketInternals(socket)));
  }

  /**
   * Broadcasts packets that have been encoded already, one behind the other, in one write. Sockets that watch what they
   * are sent don't hear of them.
   */
  broadcastEncoded(packets: readonly string[], options: BroadcastOptions): void {
    const { volatile, compress } = options.flags ?? {};
    const broadcast = new Broadcast(undefined, packets, { preEncoded: true, volatile, compress });
    this.#forEach(options, (socket) => broadcast.sendTo(socketInternals(socket)));
  }

  override broadcastWithAck(
    packet: Packet,
    options: BroadcastOptions,
    tellClientCount: (clientCount: number) => void,
    ack: (...args: unknown[]) => void,
  ): void {
    const id = this.#namespace._ids++;
    packet.id = id;
    const broadcast = this.#broadcastOf(packet, options);
    let clientCount = 0;
    this.#forEach(options, (socket) => {
      const internals = socketInternals(socket);
      clientCount++;
      internals.acks.set(id, ack);
      broadcast.sendTo(internals);
    });
    tellClientCount(clientCount);
  }

  override sockets(rooms: Set<string>): Promise<Set<string>> {
    return Promise.resolve(new Set(this.#matching({ rooms }).map(({ id }) => id)));
  }

  override fetchSockets(options: BroadcastOptions): Promise<Socket[]> {
    return Promise.resolve(this.#matching(options));
  }

  override addSockets(options: BroadcastOptions, rooms: string[]): void {
    for (const socket of this.#matching(options)) void socket.join(rooms);
  }

  override delSockets(options: BroadcastOptions, rooms: string[]): void {
    for (const socket of this.#matching(options)) {
      for (const room of rooms) void socket.leave(room);
    }
  }

  override disconnectSockets(options: BroadcastOptions, close: boolean): void {
    for (const socket of this.#matching(options)) socket.disconnect(close);
  }

  #broadcastOf(packet: Packet, { flags = {} }: BroadcastOptions): Broadcast {
    packet.nsp = this.#namespace.name;
    const encoded = this.#namespace.server.encoder.encode(packet);
    const { volatile, compress } = flags;
    return new Broadcast(packet, encoded, { preEncoded: true, volatile, compress });
  }

  #leave(socketId: string, room: string): void {
    const { wasMember, wasLast } = this.#membership.leave(socketId, room);
    if (wasMember) this.emit("leave-room", room, socketId);
    if (wasLast) this.emit("delete-room", room);
  }

  #matching(options: BroadcastOptions): Socket[] {
    const sockets: Socket[] = [];
    this.#forEach(options, (socket) => sockets.push(socket));
    return sockets;
  }

  /** Visits each connected socket in any of the rooms (or all, if none is named) and in none of the excepted ones. */
  #forEach({ rooms, except }: BroadcastOptions, visit: (socket: Socket) => void): void {
    const { sockets } = this.#namespace;
    const passedOver = except === undefined || except.size === 0 ? NOBODY : new Set(this.#idsIn(except));
    for (const id of rooms.size === 0 ? this.#membership.roomsOf.keys() : this.#idsIn(rooms)) {
      if (passedOver.has(id)) continue;
      const socket = sockets.get(id);
      if (socket !== undefined) visit(socket);
    }
  }

  /** The ids of all who are in any of the rooms, each once. */
  #idsIn(rooms: ReadonlySet<string>): Iterable<string> {
    const { socketsIn } = this.#membership;
    const members = [...rooms].map((room) => namesIn(socketsIn.get(room) ?? EMPTY));
    return members.length === 1
      ? (members[0] as Iterable<string>)
      : new Set(members.flatMap((ids) => [...ids]));
  }
}
