import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sayLast } from "./harness/client.js";
import { KINDS } from "./harness/kinds.js";
import { type Party, TestServer } from "./harness/server.js";

const ROADS = ["websocket", "websocket", "polling", "upgrading", "upgrading"] as const;
const ROOMS = ["one", "two"] as const;

const who = fc.nat({ max: ROADS.length - 1 });
const room = fc.constantFrom(...ROOMS);
const isBinary = fc.boolean();
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant("tell" as const), who, isBinary }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant("broadcast" as const), isBinary }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constant("toRoom" as const), room, isBinary }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("toOthers" as const), who, room }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant("ask" as const), who }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("join" as const), who, room }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("leave" as const), who, room }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant("turns" as const), count: fc.nat({ max: 12 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** People on a server, and what each of them has to hear: all that was said to them, in the order of saying. */
class World {
  readonly said: unknown[][][] = ROADS.map(() => []);
  readonly #rooms = ROADS.map(() => new Set<string>());
  readonly #answers: Promise<void>[] = [];
  #number = 0;

  constructor(
    readonly server: TestServer,
    readonly parties: readonly Party[],
  ) {
    parties.forEach(({ socket }, index) => {
      socket.on("ask", (question: number, reply: (answer: number) => void) => {
        this.said[index]?.push(["answer", question]);
        reply(question);
        this.#say(
          () => true,
          false,
          (...event) => void server.io.emit("said", ...event),
        );
      });
    });
  }

  async take(taken: Step): Promise<void> {
    const { io } = this.server;
    switch (taken.does) {
      case "tell":
        return this.#say(
          (index) => index === taken.who,
          taken.isBinary,
          (...event) => void this.#socket(taken.who).emit("said", ...event),
        );
      case "broadcast":
        return this.#say(
          () => true,
          taken.isBinary,
          (...event) => void io.emit("said", ...event),
        );
      case "toRoom":
        return this.#say(
          (index) => this.#isIn(index, taken.room),
          taken.isBinary,
          (...event) => void io.to(taken.room).emit("said", ...event),
        );
      case "toOthers":
        return this.#say(
          (index) => index !== taken.who && this.#isIn(index, taken.room),
          false,
          (...event) =>
            void this.#socket(taken.who)
              .to(taken.room)
              .emit("said", ...event),
        );
      case "join":
        this.#rooms[taken.who]?.add(taken.room);
        return void this.#socket(taken.who).join(taken.room);
      case "leave":
        this.#rooms[taken.who]?.delete(taken.room);
        return void this.#socket(taken.who).leave(taken.room);
      case "ask":
        return this.#ask(taken.who);
      case "turns":
        for (let turn = 0; turn < taken.count; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** What everybody has heard once all questions are answered. */
  async heard(): Promise<unknown[][][]> {
    await Promise.all(this.#answers);
    for (const { socket } of this.parties) sayLast(socket);
    return Promise.all(this.parties.map(({ client }) => client.story()));
  }

  #say(
    hears: (index: number) => boolean,
    isBinary: boolean,
    send: (number: number, bytes?: Buffer) => void,
  ): void {
    const number = this.#number++;
    const bytes = isBinary ? Buffer.from(`${number}`) : undefined;
    const event = bytes === undefined ? ["said", number] : ["said", number, `bytes:${bytes.toString("hex")}`];
    this.said.forEach((story, index) => {
      if (hears(index)) story.push(event);
    });
    if (bytes === undefined) send(number);
    else send(number, bytes);
  }

  #ask(index: number): void {
    const { client } = this.#party(index);
    const question = this.#number++;
    const answered = new Promise<void>((resolve) => {
      client.socket.emit("ask", question, (answer: number) => {
        client.heard.push(["answer", answer]);
        resolve();
      });
    });
    this.#answers.push(answered);
  }

  #isIn(index: number, name: string): boolean {
    return this.#rooms[index]?.has(name) ?? false;
  }

  #socket(index: number): Party["socket"] {
    return this.#party(index).socket;
  }

  #party(index: number): Party {
    return this.parties[index] as Party;
  }
}

describe.each(KINDS)("any mix of messages ($kind)", ({ options }) => {
  let server: TestServer;

  beforeEach(async () => {
    server = await TestServer.start(options);
  });

  afterEach(() => server.close());

  it("is heard by everybody in the order in which it was said, with nothing lost and nothing twice", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 120, size: "max" }), async (steps) => {
        const parties = await Promise.all(ROADS.map((road) => server.connect(road)));
        const world = new World(server, parties);
        for (const taken of steps) await world.take(taken);
        expect(await world.heard()).toEqual(world.said);
        for (const { client } of parties) client.close();
        await Promise.all(parties.map(({ socket }) => gone(socket)));
      }),
      { numRuns: 25 },
    );
  });
});

function gone(socket: Party["socket"]): Promise<void> {
  return new Promise((resolve) => {
    if (socket.disconnected) resolve();
    else socket.once("disconnect", () => resolve());
  });
}
