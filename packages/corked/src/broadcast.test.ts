import type { ServerOptions } from "socket.io";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CorkedAdapter } from "./adapter.js";
import { corked } from "./corked.js";
import { sayLast } from "./harness/client.js";
import { KINDS } from "./harness/kinds.js";
import { type Party, TestServer } from "./harness/server.js";

describe.each(KINDS)("a broadcast ($kind)", ({ options }) => {
  let server: TestServer;
  let ann: Party;
  let bob: Party;
  let eve: Party;

  beforeEach(async () => {
    server = await start(options);
    ann = await server.connect("websocket");
    bob = await server.connect("polling");
    eve = await server.connect("websocket");
  });

  afterEach(() => server.close());

  /** What each of the three hears of what is said meanwhile. */
  async function heard(say: () => void): Promise<unknown[][][]> {
    say();
    for (const { socket } of [ann, bob, eve]) sayLast(socket);
    return Promise.all([ann, bob, eve].map(({ client }) => client.story()));
  }

  it("reaches everybody in the namespace, and nobody in another", async () => {
    server.io.of("/other");
    const other = await server.connect("websocket", "/other");
    expect(await heard(() => server.io.emit("said", 1, { two: "äöü €" }))).toEqual([
      [["said", 1, { two: "äöü €" }]],
      [["said", 1, { two: "äöü €" }]],
      [["said", 1, { two: "äöü €" }]],
    ]);
    sayLast(other.socket);
    expect(await other.client.story()).toEqual([]);
  });

  it("reaches who is in a room, and no longer who has left it", async () => {
    await ann.socket.join("room");
    await bob.socket.join("room");
    await eve.socket.join("room");
    await eve.socket.leave("room");
    expect(await heard(() => server.io.to("room").emit("said"))).toEqual([[["said"]], [["said"]], []]);
  });

  it("reaches who is in several of its rooms once", async () => {
    await ann.socket.join(["one", "two"]);
    await bob.socket.join("two");
    expect(await heard(() => server.io.to(["one", "two", "none"]).emit("said"))).toEqual([
      [["said"]],
      [["said"]],
      [],
    ]);
  });

  it("passes over rooms and sockets that are excepted", async () => {
    await ann.socket.join(["room", "quiet"]);
    await bob.socket.join("room");
    await eve.socket.join("room");
    const all = await heard(() => {
      server.io.to("room").except("quiet").emit("to the loud");
      server.io.except(["quiet", bob.socket.id]).emit("to the rest");
      bob.socket.to("room").emit("to others");
      ann.socket.broadcast.emit("to all others");
    });
    expect(all).toEqual([
      [["to others"]],
      [["to the loud"], ["to all others"]],
      [["to the loud"], ["to the rest"], ["to others"], ["to all others"]],
    ]);
  });

  it("reaches a socket by its id, also when another has joined that room", async () => {
    await eve.socket.join(ann.socket.id);
    expect(
      await heard(() => {
        server.io.to(ann.socket.id).emit("to ann and eve");
        server.io.to(bob.socket.id).emit("to bob");
      }),
    ).toEqual([[["to ann and eve"]], [["to bob"]], [["to ann and eve"]]]);
  });

  it("may be local, compressed or not, or volatile", async () => {
    const say = (): void => {
      server.io.local.emit("local");
      server.io.compress(false).emit("as it is");
      server.io.compress(true).emit("compressed");
    };
    const each = [["local"], ["as it is"], ["compressed"]];
    expect(await heard(say)).toEqual([each, each, each]);
  });

  it("carries bytes, in the place where they belong", async () => {
    const bytes = Buffer.from([0, 1, 2, 255]);
    const say = (): void => {
      server.io.emit("first", { bytes, deep: [bytes, "text"] }, bytes);
      server.io.emit("second");
      server.io.emit("third", new Uint8Array([7, 8]), new Uint8Array([9]).buffer);
    };
    const hex = "bytes:000102ff";
    const each = [
      ["first", { bytes: hex, deep: [hex, "text"] }, hex],
      ["second"],
      ["third", "bytes:0708", "bytes:09"],
    ];
    expect(await heard(say)).toEqual([each, each, each]);
  });

  it("may be of any length", async () => {
    const texts = [0, 1, 125, 126, 127, 65_535, 65_536, 70_000].map((length) => "x".repeat(length));
    const all = await heard(() => {
      for (const text of texts) server.io.emit("said", text);
    });
    for (const story of all) expect(story).toEqual(texts.map((text) => ["said", text]));
  });

  it("is told to who listens to what goes out, once for each socket", async () => {
    const outgoing: unknown[][] = [];
    ann.socket.onAnyOutgoing((...event: unknown[]) => outgoing.push(["ann", ...event]));
    bob.socket.onAnyOutgoing((...event: unknown[]) => outgoing.push(["bob", ...event]));
    server.io.emit("said", 1);
    expect(outgoing).toEqual([
      ["ann", "said", 1],
      ["bob", "said", 1],
    ]);
  });

  it("collects the answers of all who hear it", async () => {
    ann.client.socket.on("asked", (reply: (answer: string) => void) => reply("ann"));
    bob.client.socket.on("asked", (reply: (answer: string) => void) => reply("bob"));
    eve.client.socket.on("asked", (reply: (answer: string) => void) => reply("eve"));
    const answers = (await server.io.timeout(5000).emitWithAck("asked")) as string[];
    expect(answers.sort()).toEqual(["ann", "bob", "eve"]);
    expect(await server.io.to("nobody").timeout(5000).emitWithAck("asked")).toEqual([]);
  });

  it("says who has answered when not all do in time", async () => {
    ann.client.socket.on("asked", (reply: (answer: string) => void) => reply("ann"));
    const failure = await server.io
      .timeout(200)
      .emitWithAck("asked")
      .catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ message: "operation has timed out", responses: ["ann"] });
  });

  it("does not reach who joined a room while a middleware still lets nobody in", async () => {
    let letIn: (() => void) | undefined;
    const waiting = new Promise<void>((resolve) => {
      server.io.of("/door").use((socket, next) => {
        void socket.join("room");
        letIn = () => next();
        resolve();
      });
    });
    const connecting = server.connect("websocket", "/door");
    await waiting;
    server.io.of("/door").to("room").emit("too early");
    letIn?.();
    const { client } = await connecting;
    server.io.of("/door").to("room").emit("in time");
    sayLast(server.io.of("/door"));
    expect(await client.story()).toEqual([["in time"]]);
  });

  it("to a family of namespaces reaches each of them", async () => {
    const family = server.io.of(/^\/member-\d$/);
    const members = [
      await server.connect("websocket", "/member-1"),
      await server.connect("websocket", "/member-2"),
    ];
    family.emit("said", Buffer.from([1]));
    for (const { socket } of members) sayLast(socket);
    for (const { client } of members) expect(await client.story()).toEqual([["said", "bytes:01"]]);
  });

  it("leaves a connection whose packets somebody watches on the road where they can be seen", async () => {
    const created: unknown[] = [];
    ann.socket.conn.on("packetCreate", ({ data }: { data?: unknown }) => created.push(data));
    await heard(() => server.io.emit("said"));
    expect(created).toContain('2["said"]');
  });
});

function start(options: Partial<ServerOptions>): Promise<TestServer> {
  return TestServer.start({ ...options, pingInterval: 10_000 });
}

describe("packets that are encoded already", () => {
  it("reach each member one by one and in their order, over every road", async () => {
    const server = await TestServer.start(corked());
    const parties = [
      await server.connect("websocket"),
      await server.connect("polling"),
      await server.connect("websocket"),
    ];
    for (const { socket } of parties) await socket.join("room");
    const [ann, bob, eve] = parties.map(({ socket }) => socket);
    const adapter = server.io.of("/").adapter as CorkedAdapter;
    ann?.emit("before");
    adapter.broadcastEncoded(['2["said","äöü €"]', '2["said",2]'], {
      rooms: new Set(["room"]),
      except: new Set(eve === undefined ? [] : [eve.id]),
    });
    ann?.emit("after");
    for (const socket of [ann, bob, eve]) if (socket !== undefined) sayLast(socket);
    expect(await Promise.all(parties.map(({ client }) => client.story()))).toEqual([
      [["before"], ["said", "äöü €"], ["said", 2], ["after"]],
      [
        ["said", "äöü €"],
        ["said", 2],
      ],
      [],
    ]);
    await server.close();
  });
});
