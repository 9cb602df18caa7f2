import type { Audience, Listener, NewsGroup, TicketNews } from "@ticketwire/core";
import { SocketListener } from "./socket-listener.js";
import type { GroupContext } from "./ticket-group.js";

/** Who follows every ticket in one dialect, as a Socket.IO room: one encoding, one broadcast. */
export class FollowersGroup implements NewsGroup {
  readonly #name: string;

  constructor(private readonly context: GroupContext) {
    this.#name = `${context.dialect.name}/followers`;
  }

  add(listener: Listener): void {
    void (listener as SocketListener).socket.join(this.#name);
  }

  delete(listener: Listener): void {
    void (listener as SocketListener).socket.leave(this.#name);
  }

  tell(news: readonly TicketNews[], audience: Audience, more: boolean, exceptPersonId?: number): void {
    const { namespace, listenersOf } = this.context;
    const excepted = exceptPersonId === undefined ? [] : [...listenersOf(exceptPersonId)];
    const sockets = excepted.flatMap((one) => (one instanceof SocketListener ? one.socket.id : []));
    const hearers = namespace.to(this.#name).except(sockets);
    for (const { event, payload } of this.#frames(news, audience, more)) hearers.emit(event, payload);
  }

  tellOne(listener: Listener, news: readonly TicketNews[], audience: Audience): void {
    (listener as SocketListener).say(this.#frames(news, audience, false));
  }

  #frames(news: readonly TicketNews[], audience: Audience, more: boolean) {
    const { dialect, scope } = this.context;
    return dialect.live.encodeNews?.(news, audience, more, scope()) ?? [];
  }
}
