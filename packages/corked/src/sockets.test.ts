import { Manager } from "socket.io-client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { KINDS } from "./harness/kinds.js";
import { type Party, TestServer } from "./harness/server.js";

describe.each(KINDS)("the sockets of a server ($kind)", ({ options }) => {
  let server: TestServer;
  let ann: Party;
  let bob: Party;
  let eve: Party;

  beforeEach(async () => {
    server = await TestServer.start(options);
    ann = await server.connect("websocket");
    bob = await server.connect("polling");
    eve = await server.connect("upgrading");
  });

  afterEach(() => server.close());

  /** Who of the three is in what `fetchSockets` found. */
  function names(found: readonly { readonly id: string }[]): string[] {
    const ids = new Set(found.map(({ id }) => id));
    return Object.entries({ ann, bob, eve }).flatMap(([name, { socket }]) =>
      ids.has(socket.id) ? [name] : [],
    );
  }

  it("are found by room", async () => {
    await ann.socket.join(["one", "two"]);
    await bob.socket.join("two");
    await eve.socket.join("three");
    expect(names(await server.io.fetchSockets())).toEqual(["ann", "bob", "eve"]);
    expect(names(await server.io.in(["one", "two"]).fetchSockets())).toEqual(["ann", "bob"]);
    expect(names(await server.io.in("two").except("one").fetchSockets())).toEqual(["bob"]);
    expect(names(await server.io.in(eve.socket.id).fetchSockets())).toEqual(["eve"]);
    expect(names(await server.io.in("nowhere").fetchSockets())).toEqual([]);
    const [found] = await server.io.in("one").fetchSockets();
    expect(found?.rooms).toEqual(new Set([ann.socket.id, "one", "two"]));
    expect(await server.io.of("/").adapter.sockets(new Set(["two"]))).toEqual(
      new Set([ann.socket.id, bob.socket.id]),
    );
  });

  it("know their rooms", async () => {
    expect(ann.socket.rooms).toEqual(new Set([ann.socket.id]));
    await ann.socket.join(["one", "two"]);
    await ann.socket.leave("one");
    expect(ann.socket.rooms).toEqual(new Set([ann.socket.id, "two"]));
    const rooms = new Promise((resolve) => ann.socket.once("disconnecting", () => resolve(ann.socket.rooms)));
    ann.client.close();
    expect(await rooms).toEqual(new Set([ann.socket.id, "two"]));
  });

  it("join and leave rooms together", async () => {
    await ann.socket.join("old");
    server.io.in(["old", bob.socket.id]).socketsJoin(["new", "newer"]);
    expect(names(await server.io.in("new").fetchSockets())).toEqual(["ann", "bob"]);
    server.io.in("newer").except("old").socketsLeave(["new", "newer"]);
    expect(names(await server.io.in("newer").fetchSockets())).toEqual(["ann"]);
    server.io.socketsJoin("all");
    expect(names(await server.io.in("all").fetchSockets())).toEqual(["ann", "bob", "eve"]);
    server.io.socketsLeave("all");
    expect(names(await server.io.in("all").fetchSockets())).toEqual([]);
  });

  it("are disconnected together, and leave their rooms", async () => {
    await ann.socket.join("room");
    await bob.socket.join("room");
    const reasons = Promise.all([ann.client.disconnected(), bob.client.disconnected()]);
    server.io.in("room").disconnectSockets();
    expect(await reasons).toEqual(["io server disconnect", "io server disconnect"]);
    expect(names(await server.io.fetchSockets())).toEqual(["eve"]);
    expect(server.io.of("/").adapter.rooms.has("room")).toBe(false);
    const closed = eve.client.disconnected();
    server.io.disconnectSockets(true);
    expect(await closed).toMatch(/^(io server disconnect|transport close)$/);
  });

  it("hear what was said before they are disconnected", async () => {
    const gone = Promise.all([ann, bob, eve].map(({ client }) => client.disconnected()));
    server.io.emit("said", 1);
    for (const { socket } of [ann, bob, eve]) socket.emit("said", 2);
    server.io.disconnectSockets(true);
    server.io.emit("said", 3);
    await gone;
    for (const { client } of [ann, bob, eve]) {
      expect(client.heard).toEqual([
        ["said", 1],
        ["said", 2],
      ]);
    }
  });

  it("are gone from all rooms when their clients are", async () => {
    await eve.socket.join(["room", ann.socket.id]);
    const gone = new Promise((resolve) => eve.socket.once("disconnect", resolve));
    eve.client.close();
    await gone;
    const { rooms, sids } = server.io.of("/").adapter;
    expect(new Set(rooms.keys())).toEqual(new Set([ann.socket.id, bob.socket.id]));
    expect(rooms.get(ann.socket.id)).toEqual(new Set([ann.socket.id]));
    expect(new Set(sids.keys())).toEqual(new Set([ann.socket.id, bob.socket.id]));
  });

  it("get no answer from other servers, of which there are none", () => {
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    server.io.serverSideEmit("hello");
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
  });

  it("answer each other in order with what they are told", async () => {
    ann.socket.on("ask", (question: string, reply: (answer: string) => void) => {
      server.io.emit("said", question);
      reply(`${question}!`);
      ann.socket.emit("told", question);
    });
    const order: unknown[] = [];
    ann.client.socket.onAny((...event: unknown[]) => order.push(event));
    for (const question of ["a", "b"]) {
      ann.client.socket.emit("ask", question, (answer: string) => order.push(answer));
    }
    await ann.client.until((heard) => heard.length === 4);
    expect(order).toEqual([["said", "a"], "a!", ["told", "a"], ["said", "b"], "b!", ["told", "b"]]);
  });

  it("of several namespaces share a connection", async () => {
    server.io.of("/one");
    server.io.of("/two");
    const manager = new Manager(`http://127.0.0.1:${server.port}`, {
      transports: ["websocket"],
      reconnection: false,
    });
    const [one, two] = [manager.socket("/one"), manager.socket("/two")];
    await Promise.all([one, two].map((s) => new Promise<void>((resolve) => s.once("connect", resolve))));
    const heard: unknown[] = [];
    const both = new Promise<void>((resolve) => {
      one.on("said", (what: string) => heard.push(["one", what]));
      two.on("said", (what: string) => {
        heard.push(["two", what]);
        if (what === "d") resolve();
      });
    });
    server.io.of("/one").emit("said", "a");
    server.io.of("/two").emit("said", "b");
    server.io.of("/one").emit("said", "c");
    server.io.of("/two").emit("said", "d");
    await both;
    expect(heard).toEqual([
      ["one", "a"],
      ["two", "b"],
      ["one", "c"],
      ["two", "d"],
    ]);
    one.disconnect();
    two.disconnect();
  });
});
