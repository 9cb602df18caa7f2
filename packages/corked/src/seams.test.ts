import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { KINDS } from "./harness/kinds.js";
import { type Party, TestServer } from "./harness/server.js";
import { connectionInternals, internalsOf, type NamespaceInternals, socketInternals } from "./seams.js";

describe.each(KINDS)("what is used beyond documented interfaces ($kind)", ({ options }) => {
  let server: TestServer;
  let party: Party;

  beforeEach(async () => {
    server = await TestServer.start(options);
    party = await server.connect("websocket");
  });

  afterEach(() => server.close());

  it("is where it is looked for in ws", () => {
    const { socket: webSocket } = connectionInternals(party.socket.conn).transport;
    if (webSocket === undefined) throw new Error("no WebSocket, expected the transport's");
    const { _isServer, _extensions, _sender, _receiver, _socket } = internalsOf(webSocket);
    expect(_receiver).toMatchObject({
      ...{ _state: 0, _bufferedBytes: 0, _fragmented: 0, _opcode: expect.any(Number), _errored: false },
      ...{ _maxPayload: expect.any(Number), _allowSynchronousEvents: true, write: expect.any(Function) },
    });
    expect(_isServer).toBe(true);
    expect(_extensions).toEqual({});
    expect(_sender).toMatchObject({ _state: 0, _firstFragment: true, sendFrame: expect.any(Function) });
    expect(_socket).toMatchObject({ writableCorked: 0, writableLength: 0 });
    webSocket.send("4half", { fin: false });
    expect(_sender?._firstFragment).toBe(false);
    webSocket.send("", { fin: true });
    webSocket.send(new Blob(["b"]) as unknown as Buffer);
    expect(_sender?._state).not.toBe(0);
    webSocket.send("4behind");
    expect(_sender?._queue.length).toBe(1);
  });

  it("is where it is looked for in engine.io", async () => {
    const { conn } = party.socket;
    expect(conn.protocol).toBe(4);
    expect(connectionInternals(conn)).toMatchObject({
      writeBuffer: [],
      transport: { supportsBinary: true },
      ...{ pingTimeoutTimer: null, hasRefreshedPingTimeout: false },
    });
    const polling = await server.connect("polling");
    polling.socket.emit("fetched");
    polling.socket.emit("held");
    expect(connectionInternals(polling.socket.conn).writeBuffer.at(-1)).toMatchObject({ data: '2["held"]' });
    const closed = new Promise((resolve) => conn.once("close", resolve));
    connectionInternals(conn).onClose("a reason");
    expect(await closed).toBe("a reason");
  });

  it("is where it is looked for in socket.io", () => {
    const { socket } = party;
    const { acks, client, notifyOutgoingListeners } = socketInternals(socket);
    expect(acks).toBeInstanceOf(Map);
    expect(client.conn).toBe(socket.conn);
    expect(Object.getPrototypeOf(client).writeToEngine).toBeTypeOf("function");
    expect(notifyOutgoingListeners).toBeTypeOf("function");
    const namespace = socket.nsp as unknown as NamespaceInternals;
    expect(namespace._ids).toBeTypeOf("number");
    expect(namespace.server.encoder.encode({ type: 2, nsp: "/", data: ["said"] })).toEqual(['2["said"]']);
  });
});
