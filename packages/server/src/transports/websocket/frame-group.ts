import type { Audience, Group, Listener, Signal, Ticket, TicketEvent } from "@ticketwire/core";
import type { Dialect, Scope } from "@ticketwire/dialects";
import type { FrameLine } from "./frame-line.js";
import { wireFrameOf } from "./frames.js";

/** What a group needs to know of its surroundings. */
export interface GroupContext {
  readonly dialect: Dialect;
  readonly scope: () => Scope;
}

/** Readers of one ticket who share a dialect and an audience: what they hear is encoded and framed once. */
export class FrameGroup implements Group {
  readonly #members = new Set<FrameLine>();

  constructor(
    private readonly context: GroupContext,
    private readonly audience: Audience,
  ) {}

  add(listener: Listener): void {
    this.#members.add(listener as FrameLine);
  }

  delete(listener: Listener): void {
    this.#members.delete(listener as FrameLine);
  }

  tell(what: TicketEvent | Signal, ticket: Ticket, exceptPersonId?: number): void {
    const { dialect, scope } = this.context;
    const said = dialect.live.encode(what, { ...scope(), ticket, audience: this.audience, joined: true });
    const frames = said.map((frame) => ({ wire: wireFrameOf(frame), except: frame.exceptPersonId }));
    if (frames.length === 0) return;
    for (const member of this.#members) {
      if (exceptPersonId !== undefined && member.personId === exceptPersonId) continue;
      for (const { wire, except } of frames) {
        if (except === undefined || except !== member.personId) member.write(wire);
      }
    }
  }
}
