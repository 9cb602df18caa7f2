import type { PersonView } from "@ticketwire/protocol";
import { clientEnvironment, FakeClock } from "@ticketwire/testkit";
import { beforeEach, describe, expect, test } from "vitest";
import { OwnTyping } from "./own-typing.js";
import { TypingPeople } from "./typing-people.js";

let clock: FakeClock;

beforeEach(() => {
  clock = new FakeClock();
});

describe("one's own typing", () => {
  let told: string[];
  let typing: OwnTyping;

  beforeEach(() => {
    told = [];
    typing = new OwnTyping(clientEnvironment(clock), (on, audience) =>
      told.push(`${on ? "start" : "stop"} ${audience}`),
    );
  });

  const keys = async (count: number, everyMs: number) => {
    for (let key = 0; key < count; key++) {
      typing.start("public");
      await clock.advance(everyMs);
    }
  };

  test("is told once in three seconds, and ends four seconds after the last key", async () => {
    await keys(60, 100);
    expect(told).toEqual(["start public", "start public"]);
    await clock.advance(3899);
    expect(told).toHaveLength(2);
    await clock.advance(1);
    expect(told).toEqual(["start public", "start public", "stop public"]);
    await clock.advance(60_000);
    expect(told).toHaveLength(3);
  });

  test("stopped and begun again at once is not told again and again", async () => {
    for (let time = 0; time < 10; time++) {
      typing.start("public");
      typing.stop();
    }
    expect(told).toEqual(["start public", "stop public"]);
  });

  test("begun again after a message was sent is told at once", () => {
    typing.start("public");
    typing.said();
    typing.start("public");
    expect(told).toEqual(["start public", "stop public", "start public"]);
  });

  test("begun again after the connection was lost is told at once", () => {
    typing.start("public");
    typing.forget();
    typing.start("public");
    expect(told).toEqual(["start public", "start public"]);
  });

  test("that nobody heard of needs no end", () => {
    typing.stop();
    typing.start("public");
    typing.forget();
    typing.stop();
    expect(told).toEqual(["start public"]);
  });

  test("[S6] turned into a note ends for the others first", async () => {
    typing.start("public");
    await clock.advance(3000);
    typing.start("internal");
    expect(told).toEqual(["start public", "stop public", "start internal"]);
  });
});

describe("others who type", () => {
  const person = (ref: string): PersonView => ({ ref, number: 1, name: ref, role: "agent", company: null });
  const names = (people: TypingPeople) => people.people.map(({ ref }) => ref);

  test("are gone ten seconds after they last said so", async () => {
    const people = new TypingPeople(clientEnvironment(clock), () => {});
    people.started(person("ann"));
    await clock.advance(6000);
    people.started(person("bob"));
    people.started(person("ann"));
    await clock.advance(9999);
    expect(names(people)).toEqual(["ann", "bob"]);
    await clock.advance(1);
    expect(names(people)).toEqual([]);
    expect(clock.running).toBe(0);
  });

  test("are gone when they stop, and the list is the same until it changes", () => {
    let changes = 0;
    const people = new TypingPeople(clientEnvironment(clock), () => {
      changes += 1;
    });
    people.started(person("ann"));
    const before = people.people;
    people.started(person("ann"));
    people.stopped("bob");
    expect(people.people).toBe(before);
    people.stopped("ann");
    people.clear();
    expect(changes).toBe(2);
    expect(clock.running).toBe(0);
  });
});
