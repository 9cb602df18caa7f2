import type { PersonView } from "@ticketwire/protocol";
import { TYPING_TTL_MS } from "@ticketwire/protocol/constants";
import type { Cancel, Environment } from "./environment.js";

/** Who else is typing. Somebody who does not say so again is taken off after a while, whatever was lost. */
export class TypingPeople {
  readonly #expiries = new Map<string, Cancel>();
  #people: readonly PersonView[] = [];

  constructor(
    private readonly environment: Environment,
    private readonly changed: () => void,
  ) {}

  /** A new list after each change, in the order in which they began. */
  get people(): readonly PersonView[] {
    return this.#people;
  }

  started(person: PersonView): void {
    const isNew = !this.#expiries.has(person.ref);
    this.#expiries.get(person.ref)?.();
    this.#expiries.set(
      person.ref,
      this.environment.after(TYPING_TTL_MS, () => this.stopped(person.ref)),
    );
    if (isNew) this.#set([...this.#people, person]);
  }

  stopped(ref: string): void {
    this.#expiries.get(ref)?.();
    if (this.#expiries.delete(ref)) this.#set(this.#people.filter((person) => person.ref !== ref));
  }

  clear(): void {
    for (const cancel of this.#expiries.values()) cancel();
    this.#expiries.clear();
    if (this.#people.length > 0) this.#set([]);
  }

  #set(people: readonly PersonView[]): void {
    this.#people = people;
    this.changed();
  }
}
