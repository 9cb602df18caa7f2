import { AUDIENCES, ChatError, type Store } from "@ticketwire/core";
import { describe, expect, it } from "vitest";
import { MemoryStore } from "./memory-store/index.js";
import { Random } from "./random.js";
import {
  beginStory,
  learnNames,
  type Names,
  RandomStory,
  STORY_PEOPLE,
  STORY_TICKETS,
} from "./random-story.js";
import type { OpenStore } from "./store-contract/open-store.js";

const BATCHES = 30;

/** Random stories in which a store must answer everything as the one in memory does. `open` gives an empty store. */
export function sameAnswers(name: string, open: OpenStore): void {
  describe(`${name} gives the same answers as MemoryStore`, () => {
    it.each([1, 2, 3, 4, 5, 6])(
      "to everything that is asked while a story goes on (seed %i)",
      async (seed) => {
        const opened = await open();
        try {
          await compare(seed, new MemoryStore(), opened.store);
        } finally {
          await opened.close();
        }
      },
    );
  });
}

async function compare(seed: number, memory: Store, other: Store): Promise<void> {
  const random = new Random(seed);
  const story = new RandomStory(random);
  const sides = [
    { store: memory, names: await beginStory(memory) },
    { store: other, names: await beginStory(other) },
  ];
  const same = async (ask: (store: Store, names: Names) => Promise<unknown>): Promise<void> => {
    const [expected, given] = await Promise.all(
      sides.map(({ store, names }) => ask(store, names).then(withoutNames, refusalOf)),
    );
    expect(given).toEqual(expected);
  };
  for (let batch = 0; batch < BATCHES; batch++) {
    const { ticket, person, files } = story.upload();
    await same(async (store, { desks, people }) =>
      store.addAttachments(
        ticket === null ? null : (desks.get(ticket)?.ticket.id ?? 0),
        people.get(person) ?? 0,
        files,
      ),
    );
    const rows = story.batch();
    await same(async (store, names) => {
      const told = rows.map((row) => row(names));
      const results = await store.append(told);
      learnNames(names, told, results);
      return results.map((result) =>
        result.status === "refused" ? { status: result.status, code: result.code } : result,
      );
    });
    for (const ask of questions(story, random)) await same(ask);
    for (const ref of STORY_TICKETS) story.places.set(ref, await placesOf(memory, sides[0]?.names, ref));
  }
}

type Question = (store: Store, names: Names) => Promise<unknown>;

function questions(story: RandomStory, random: Random): readonly Question[] {
  const cursor = { id: random.pick(story.messages) };
  const around = random.pick([{}, { before: cursor }, { after: cursor }]);
  const page = { limit: 1 + random.below(6), skip: random.below(3), deleted: random.chance(0.5), ...around };
  const text = random.pick(["grün", "οδος", "A", "note"]);
  const [audience, ref] = [random.pick(AUDIENCES), random.pick(STORY_TICKETS)];
  const within = story.span(ref) ?? undefined;
  const idOf = ({ desks }: Names): number => desks.get(ref)?.ticket.id ?? 0;
  const of = (names: Names) => ({ ticketId: idOf(names), audience, within });
  const before = random.chance(0.3) ? { before: cursor } : {};
  return [
    (store, names) => store.readLog({ ticketId: idOf(names), audience, after: 0, limit: 1000 }),
    (store, names) => store.readMessages({ ...of(names), ...page }),
    (store, names) => store.search({ ...of(names), text, limit: 4, ...before }),
    (store, names) => store.ticket({ id: idOf(names) }),
    (store) => store.message(cursor),
    (store) => store.sessions({ of: "everybody", limit: 9 }),
    (store, { people }) => store.sessions({ of: "agent", personId: people.get("u-ann") ?? 0, limit: 9 }),
    (store, { people }) => store.sessions({ of: "customer", personId: people.get("u-bob") ?? 0, limit: 9 }),
    async (store, names) => {
      const session = (await store.ticket({ id: idOf(names) }))?.session;
      return session && store.sessionMembers(session.number);
    },
    (store, names) => {
      const persons = STORY_PEOPLE.map((person) => ({ personId: names.people.get(person) ?? 0 }));
      const readers = [...persons, { side: "agent" } as const, { side: "customer" } as const];
      return store.unread(readers.map((by) => ({ ...of(names), by })));
    },
  ];
}

async function placesOf(store: Store, names: Names | undefined, ref: string) {
  const ticketId = names?.desks.get(ref)?.ticket.id ?? 0;
  const { events } = await store.readLog({ ticketId, audience: "internal", after: 0, limit: 1000 });
  return [{ seq: 0, hidden: 0 }, ...events.map(({ seq, hidden }) => ({ seq, hidden }))];
}

/** An answer without what each store names for itself. */
function withoutNames(answer: unknown): unknown {
  const own = new Set(["ticketId", "number", "epoch"]);
  return JSON.parse(
    JSON.stringify(answer ?? null, (key, value: unknown) =>
      own.has(key) || (key === "id" && typeof value === "number") ? undefined : value,
    ),
  );
}

function refusalOf(thrown: unknown): unknown {
  if (thrown instanceof ChatError) return { refused: thrown.code };
  throw thrown;
}
