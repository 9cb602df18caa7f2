import type { SessionView, TicketView } from "@ticketwire/protocol";
import type { DeskRequests } from "./desk-requests.js";
import type { RestRequest } from "./rest.js";

type Status = SessionView["status"];

/** What somebody who works on a ticket does with it. All reject with RequestError. */
export class TicketWork {
  constructor(
    readonly ref: string,
    private readonly requests: Pick<DeskRequests, "ticket">,
    private readonly send: (request: RestRequest) => Promise<unknown>,
    private readonly me: () => string | undefined,
  ) {}

  /** Gives the ticket to somebody, by ref, or with null to nobody. */
  assign(ref: string | null): Promise<TicketView> {
    return this.#update({ assignee: ref });
  }

  /** Such as `open`, `in_progress`, `resolved` or `closed`: the host application's own words. */
  setStatus(status: string): Promise<TicketView> {
    return this.#update({ status });
  }

  setPriority(priority: string | null): Promise<TicketView> {
    return this.#update({ priority });
  }

  /**
   * Takes the session that waits, and the ticket if it is nobody's. Of several who do at once one wins; the others get a
   * `conflict` whose `details.holder` is the winner's name.
   */
  async accept(): Promise<TicketView> {
    const session = await this.#openSession();
    if (session) await this.send({ method: "POST", path: `${pathOf(session)}/accept` });
    const ticket = await this.requests.ticket(this.ref);
    const me = this.me();
    return ticket.people.assignee || me === undefined ? ticket : this.assign(me);
  }

  /** Gives the session back, for another agent to take, and the ticket if it is one's own. */
  async handBack(): Promise<TicketView> {
    await this.#setSession("waiting");
    const ticket = await this.requests.ticket(this.ref);
    return ticket.people.assignee?.ref === this.me() ? this.assign(null) : ticket;
  }

  /** Says that all is done: of the session, if one is open, and of the ticket. A session nobody has is taken for it. */
  async resolve(): Promise<TicketView> {
    const session = await this.#openSession();
    if (session?.agent === null) await this.send({ method: "POST", path: `${pathOf(session)}/accept` });
    await this.#setSession("resolved");
    return this.setStatus("resolved");
  }

  /** Ends the session for good, if one is open, and the ticket. */
  async close(): Promise<TicketView> {
    await this.#setSession("closed");
    return this.setStatus("closed");
  }

  /** Ends the session for good, if one is open; the ticket stays as it is. */
  closeSession(): Promise<void> {
    return this.#setSession("closed");
  }

  async #setSession(status: Status): Promise<void> {
    const session = await this.#openSession();
    if (session && session.status !== status)
      await this.send({ method: "PATCH", path: pathOf(session), body: { status } });
  }

  async #openSession(): Promise<SessionView | null> {
    const { session } = await this.requests.ticket(this.ref);
    return session?.status === "closed" ? null : session;
  }

  async #update(body: Readonly<Record<string, string | null>>): Promise<TicketView> {
    const path = `/v1/tickets/${encodeURIComponent(this.ref)}`;
    return ((await this.send({ method: "PATCH", path, body })) as { readonly ticket: TicketView }).ticket;
  }
}

function pathOf({ id }: SessionView): string {
  return `/v1/sessions/${encodeURIComponent(id)}`;
}
