import type { ServerOptions, Socket } from "socket.io";
import { afterEach, describe, expect, it } from "vitest";
import type { CorkedAdapter } from "./adapter.js";
import { backlogBytes } from "./backlog.js";
import { corked } from "./corked.js";
import { RawClient } from "./harness/raw-client.js";
import { TestServer } from "./harness/server.js";
import { type Connection, connectionInternals } from "./seams.js";
import { SLOW_READER } from "./slow-readers.js";
import { CorkedWebSocketServer } from "./web-socket-server.js";

const LIMIT = 200_000;
const CHUNK = "x".repeat(50_000);

let server: TestServer;
let client: RawClient;

afterEach(async () => {
  client.close();
  await server.close();
});

/** A server, and the socket of a client that is connected to it. */
async function connect(options: Partial<ServerOptions>): Promise<Socket> {
  server = await TestServer.start(options);
  const connected = new Promise<Socket>((resolve) => server.io.once("connection", resolve));
  client = await RawClient.connect(server.port);
  return connected;
}

/** Sends in turn after turn until something holds, which it does long before this much has been sent. */
async function sendUntil(send: () => void, holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1000 && !holds(); turn++) {
    send();
    await nextTurn();
  }
  expect(holds()).toBe(true);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe("a reader that does not keep up", () => {
  it.each([
    ["direct messages", (socket: Socket) => socket.emit("said", CHUNK)],
    ["broadcasts", () => server.io.emit("said", CHUNK)],
  ])("is closed with a reason once too much of its %s waits", async (_, send) => {
    const socket = await connect(corked({ maxBacklogBytes: LIMIT }));
    let reason: string | undefined;
    socket.once("disconnect", (why) => {
      reason = why;
    });
    client.webSocket.pause();
    let largest = 0;
    await sendUntil(
      () => {
        largest = Math.max(largest, backlogBytes(socket.conn));
        send(socket);
      },
      () => reason !== undefined,
    );
    expect(reason).toBe(SLOW_READER);
    expect(largest).toBeGreaterThan(LIMIT);
    expect(largest).toBeLessThan(LIMIT + 6 * CHUNK.length);
    client.webSocket.resume();
    expect(await client.closed).toEqual({ code: 1013, reason: SLOW_READER });
  });

  it("is left to the application, which hears of it once until the reader has caught up", async () => {
    const told: [Connection, number][] = [];
    const onSlowReader = (connection: Connection, bytes: number): void => {
      told.push([connection, bytes]);
      // What is said now does not make it a slow reader once more.
      for (let turn = 0; turn < 5; turn++) socket.emit("sorry", CHUNK);
    };
    const socket = await connect(corked({ maxBacklogBytes: LIMIT, onSlowReader }));
    client.webSocket.pause();
    await sendUntil(
      () => socket.emit("said", CHUNK),
      () => told.length > 0,
    );
    for (let turn = 0; turn < 20; turn++) {
      server.io.emit("said", CHUNK);
      await nextTurn();
    }
    expect(told).toEqual([[socket.conn, expect.any(Number)]]);
    expect(told[0]?.[1]).toBeGreaterThan(LIMIT);
    expect(socket.connected).toBe(true);

    client.webSocket.resume();
    socket.emit("caught up");
    await client.until((packet) => packet === '42["caught up"]');
    client.webSocket.pause();
    await sendUntil(
      () => socket.emit("said", CHUNK),
      () => told.length > 1,
    );
    expect(told.length).toBe(2);
  });

  it("keeps its connection when one message is larger than what may wait", async () => {
    const socket = await connect(corked({ maxBacklogBytes: LIMIT }));
    socket.emit("said", "x".repeat(20 * LIMIT));
    for (let part = 0; part < 20; part++) socket.emit("said", CHUNK);
    socket.emit("all said");
    await client.until((packet) => packet === '42["all said"]');
    expect(socket.connected).toBe(true);
    expect(client.heard.filter((packet) => packet.startsWith('42["said"')).length).toBe(21);
  });

  it("is judged for namespaces and sockets alike before it has upgraded and after", async () => {
    let slow: Connection | undefined;
    server = await TestServer.start(
      corked({
        maxBacklogBytes: LIMIT,
        onSlowReader: (connection) => {
          slow = connection;
        },
      }),
    );
    const { client: upgrading, socket } = await server.connect("upgrading");
    client = await RawClient.connect(server.port);
    await upgrading.upgraded();
    const engine = upgrading.socket.io.engine.transport as unknown as {
      ws: { pause(): void; resume(): void };
    };
    engine.ws.pause();
    await sendUntil(
      () => socket.emit("said", CHUNK),
      () => slow !== undefined,
    );
    expect(slow).toBe(socket.conn);
    engine.ws.resume();
  });
});

describe.each([
  { kind: "stock", options: {} },
  { kind: "corked", options: corked({ maxBacklogBytes: Number.POSITIVE_INFINITY }) },
])("a volatile message ($kind)", ({ options }) => {
  it("is dropped for a reader that is behind, and heard by one who isn't", async () => {
    const socket = await connect(options);
    socket.volatile.emit("heard");
    await nextTurn();
    await client.until((packet) => packet === '42["heard"]');
    server.io.volatile.emit("heard too");
    await client.until((packet) => packet === '42["heard too"]');
    client.webSocket.pause();
    await sendUntil(
      () => socket.emit("said", CHUNK),
      () => backlogBytes(socket.conn) > LIMIT,
    );
    socket.volatile.emit("lost");
    server.io.volatile.emit("lost too");
    socket.emit("kept");
    server.io.volatile.emit("lost as well");
    server.io.emit("kept too");
    client.webSocket.resume();
    await client.until((packet) => packet === '42["kept too"]');
    const short = client.heard.filter((packet) => packet.startsWith("42") && packet.length < 100);
    expect(short).toEqual(['42["heard"]', '42["heard too"]', '42["kept"]', '42["kept too"]']);
  });
});

describe("a volatile packet that is encoded already", () => {
  it("is dropped for a reader that is behind, and heard by one who isn't", async () => {
    const socket = await connect(corked({ maxBacklogBytes: Number.POSITIVE_INFINITY }));
    const adapter = server.io.of("/").adapter as CorkedAdapter;
    const say = (text: string): void =>
      adapter.broadcastEncoded([`2["${text}"]`], {
        rooms: new Set(),
        except: new Set(),
        flags: { volatile: true },
      });
    say("heard");
    await client.until((packet) => packet === '42["heard"]');
    client.webSocket.pause();
    await sendUntil(
      () => socket.emit("said", CHUNK),
      () => backlogBytes(socket.conn) > LIMIT,
    );
    say("lost");
    socket.emit("kept");
    client.webSocket.resume();
    await client.until((packet) => packet === '42["kept"]');
    const short = client.heard.filter((packet) => packet.startsWith("42") && packet.length < 100);
    expect(short).toEqual(['42["heard"]', '42["kept"]']);
  });
});

describe("the backlog of a connection", () => {
  it.each([
    ["corked", corked()],
    ["corked engine only", { wsEngine: CorkedWebSocketServer }],
  ])("is what waits within the turn, and nothing once a reader has it (%s)", async (_, options) => {
    const socket = await connect(options);
    expect(backlogBytes(socket.conn)).toBe(0);
    socket.emit("said");
    server.io.emit("said");
    socket.emit("said");
    const frame = 2 + '42["said"]'.length;
    expect(connectionInternals(socket.conn).writeBuffer).toEqual([]);
    expect(backlogBytes(socket.conn)).toBe(3 * frame);
    await nextTurn();
    expect(backlogBytes(socket.conn)).toBe(0);
  });

  it("counts what a polling connection has not fetched", async () => {
    const socket = await connect(corked());
    const polling = await server.connect("polling");
    polling.socket.emit("fetched by the request that waits");
    const before = backlogBytes(polling.socket.conn);
    polling.socket.emit("said", Buffer.alloc(1000));
    expect(backlogBytes(polling.socket.conn) - before).toBeGreaterThan(1000);
    expect(backlogBytes(socket.conn)).toBe(0);
  });
});
