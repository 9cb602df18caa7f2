import type { Answer, ClientEvent, Payload, PersonView } from "@ticketwire/protocol";
import { type RequestError, unanswered } from "./failures.js";
import type { Fallback } from "./fallback.js";
import type { Link } from "./link.js";
import { overRest } from "./over-rest.js";
import type { Rest } from "./rest.js";

/** How the server can be reached: over the connection, by plain requests only, or not at all. */
export type Reach = "live" | "polling" | "none";

/** What can be asked of the server, whichever way it can be reached now. */
export class Wire {
  constructor(
    private readonly link: Link,
    private readonly rest: Rest,
    private readonly fallback: Fallback,
  ) {}

  get reach(): Reach {
    if (this.link.isOnline) return "live";
    return this.fallback.isActive ? "polling" : "none";
  }

  /** Who one is signed in as; null until the server has said so. */
  get user(): PersonView | null {
    const { user } = this.link.state.get();
    return this.fallback.isActive ? this.fallback.user : user;
  }

  /** Asks over the connection; the answer is heard in its place among the events. */
  ask<E extends ClientEvent>(
    event: E,
    payload: Payload<E>,
    answered: (answer: Answer<E>) => void,
    failed: (error: RequestError) => void,
  ): void {
    this.link.ask(event, payload, answered, failed);
  }

  /** Asks the one way or the other. Rejects with RequestError; one without an answer is `unavailable`. */
  request<E extends ClientEvent>(event: E, payload: Payload<E>): Promise<Answer<E>> {
    if (this.reach !== "polling") return this.link.request(event, payload);
    const asked = overRest(event, payload, (request) => this.rest.request(request));
    return asked ?? Promise.reject(unanswered());
  }

  /** A plain request got no answer: they do not get through any more. */
  failed(): void {
    this.fallback.failed();
  }
}
