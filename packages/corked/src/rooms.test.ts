import fc from "fast-check";
import { Server } from "socket.io";
import { Adapter } from "socket.io-adapter";
import { describe, expect, it } from "vitest";
import { CorkedAdapter } from "./adapter.js";

const IDS = ["ann", "bob", "eve"];
// A socket's id is the name of a room too.
const ROOMS = [...IDS, ...Array.from({ length: 10 }, (_, index) => `room ${index}`)];

const id = fc.constantFrom(...IDS);
const room = fc.constantFrom(...ROOMS);
const step = fc.oneof(
  fc.record({ does: fc.constant("addAll" as const), id, rooms: fc.array(room, { maxLength: 12 }) }),
  fc.record({ does: fc.constant("del" as const), id, room }),
  fc.record({ does: fc.constant("delAll" as const), id }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** An adapter, and all it has told about its rooms. */
function adapterOf(type: typeof Adapter): { adapter: Adapter; told: string[] } {
  const { adapter } = new Server({ adapter: type }).of("/");
  const told: string[] = [];
  for (const event of ["create-room", "join-room", "leave-room", "delete-room"]) {
    adapter.on(event, (...args: string[]) => told.push([event, ...args].join(" ")));
  }
  return { adapter, told };
}

function take(adapter: Adapter, taken: Step): void {
  if (taken.does === "addAll") void adapter.addAll(taken.id, new Set(taken.rooms));
  else if (taken.does === "del") void adapter.del(taken.id, taken.room);
  else adapter.delAll(taken.id);
}

describe("rooms", () => {
  it("read and tell the same as in the stock adapter, whatever happens to them", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const stock = adapterOf(Adapter);
        const corked = adapterOf(CorkedAdapter);
        for (const taken of steps) {
          for (const { adapter } of [stock, corked]) take(adapter, taken);
          expect(corked.told).toEqual(stock.told);
          expect([...corked.adapter.rooms]).toEqual([...stock.adapter.rooms]);
          expect([...corked.adapter.sids]).toEqual([...stock.adapter.sids]);
          for (const each of IDS) {
            expect(corked.adapter.socketRooms(each)).toEqual(stock.adapter.socketRooms(each));
          }
        }
      }),
    );
  });

  it("are read like any map", () => {
    const { adapter } = adapterOf(CorkedAdapter);
    void adapter.addAll("ann", new Set(["ann", "room"]));
    void adapter.addAll("bob", new Set(["room"]));
    const { rooms } = adapter;
    expect(rooms.size).toBe(2);
    expect(rooms.has("room")).toBe(true);
    expect(rooms.get("room")).toEqual(new Set(["ann", "bob"]));
    expect(rooms.get("none")).toBeUndefined();
    expect([...rooms.keys()]).toEqual(["ann", "room"]);
    expect([...rooms.values()]).toEqual([new Set(["ann"]), new Set(["ann", "bob"])]);
    expect([...rooms.entries()]).toEqual([...rooms]);
    const visited: unknown[] = [];
    rooms.forEach((members, name, map) => {
      visited.push([name, members.size, map === rooms]);
    });
    expect(visited).toEqual([
      ["ann", 1, true],
      ["room", 2, true],
    ]);
    expect(rooms).toBeInstanceOf(Map);
  });

  it("are changed by sockets only", () => {
    const { rooms } = adapterOf(CorkedAdapter).adapter;
    expect(() => rooms.set("room", new Set())).toThrow("use socket.join");
    expect(() => rooms.delete("room")).toThrow("use socket.leave");
    expect(() => rooms.clear()).toThrow("use socketsLeave");
  });
});
