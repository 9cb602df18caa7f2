import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { type ClientOptions, type ServerOptions, WebSocketServer } from "ws";
import { connectPair, type Pair } from "./harness/web-sockets.js";
import { internalsOf } from "./seams.js";
import { CorkedWebSocketServer } from "./web-socket-server.js";
import { corkedSend, frameOf } from "./writer.js";

const DEFLATE = { threshold: 0 };

describe.each([
  { kind: "ws", type: WebSocketServer },
  { kind: "corked", type: CorkedWebSocketServer },
])("a frame that is sent over a plain WebSocket ($kind)", ({ type }) => {
  let pair: Pair;

  afterEach(() => pair.close());

  async function connect(server?: ServerOptions, client?: ClientOptions): Promise<Pair> {
    pair = await connectPair(type, server, client);
    return pair;
  }

  /** What the far end has heard when the near end has closed. */
  async function heardAtEnd(): Promise<(string | number)[]> {
    pair.near.close();
    await once(pair.far, "close");
    return pair.heard;
  }

  it("waits for the end of the turn, with all that is sent", async () => {
    const { near } = await connect();
    corkedSend(near, frameOf("one"));
    near.send("two");
    near.send(Buffer.alloc(3));
    corkedSend(near, frameOf("four"));
    near.ping();
    expect(near.bufferedAmount).toBe(5 + 5 + 5 + 6 + 2);
    await new Promise((resolve) => setImmediate(resolve));
    expect(near.bufferedAmount).toBe(0);
    expect(await heardAtEnd()).toEqual(["one", "two", 3, "four"]);
  });

  it("may be sent to many", async () => {
    const { near } = await connect();
    const other = await connectPair(type);
    const frame = frameOf("äöü €");
    for (const webSocket of [near, other.near]) corkedSend(webSocket, frame);
    other.near.close();
    await once(other.far, "close");
    expect(other.heard).toEqual(["äöü €"]);
    other.close();
    expect(await heardAtEnd()).toEqual(["äöü €"]);
  });

  it("keeps its place behind messages that are compressed", async () => {
    const { near } = await connect({ perMessageDeflate: DEFLATE }, { perMessageDeflate: DEFLATE });
    expect(near.extensions).toContain("permessage-deflate");
    near.send("x".repeat(100_000));
    corkedSend(near, frameOf("two"));
    near.send("three");
    corkedSend(near, frameOf("four"));
    expect(await heardAtEnd()).toEqual(["x".repeat(100_000), "two", "three", "four"]);
  });

  it("keeps its place behind a message that is still being read", async () => {
    const { near } = await connect();
    near.send(new Blob(["blob"]) as unknown as Buffer);
    corkedSend(near, frameOf("two"));
    near.send("three");
    await new Promise((resolve) => near.send("four", resolve));
    expect(await heardAtEnd()).toEqual([4, "two", "three", "four"]);
  });

  it("completes a message of which half has been sent, as any text does", async () => {
    const { near } = await connect();
    near.send("one ", { fin: false });
    near.send("two");
    near.send("three ", { fin: false });
    corkedSend(near, frameOf("four"));
    corkedSend(near, frameOf("five"));
    expect(await heardAtEnd()).toEqual(["one two", "three four", "five"]);
  });

  it("is unmasked from servers only", async () => {
    const { near, far } = await connect();
    const told = once(near, "message") as Promise<[Buffer]>;
    corkedSend(far, frameOf("from the client"));
    expect((await told)[0].toString()).toBe("from the client");
  });

  it("goes nowhere when the WebSocket has closed", async () => {
    const { near } = await connect();
    near.close();
    const before = internalsOf(near)._socket?.writableLength;
    corkedSend(near, frameOf("too late"));
    near.send("too late as well", () => undefined);
    expect(internalsOf(near)._socket?.writableLength).toBe(before);
    expect(await heardAtEnd()).toEqual([]);
  });

  it("is overtaken by nothing that is sent when an earlier one has left", async () => {
    const { near } = await connect({ perMessageDeflate: DEFLATE }, { perMessageDeflate: DEFLATE });
    const later = new Promise<void>((resolve) => {
      near.send("one", () => {
        near.send("three");
        resolve();
      });
    });
    corkedSend(near, frameOf("two"));
    await later;
    expect(await heardAtEnd()).toEqual(["one", "two", "three"]);
  });

  it("is overtaken by nothing that is sent when a message has been read", async () => {
    const { near } = await connect();
    const later = new Promise<void>((resolve) => {
      near.send(new Blob(["blob"]) as unknown as Buffer, () => {
        near.send("three");
        resolve();
      });
    });
    corkedSend(near, frameOf("two"));
    await later;
    expect(await heardAtEnd()).toEqual([4, "two", "three"]);
  });

  it("tells when it has been sent", async () => {
    const { near } = await connect();
    await new Promise((resolve) => near.send("one", resolve));
    await new Promise((resolve) => near.send("two", { compress: false }, resolve));
    near.send(new Uint8Array([1, 2]));
    expect(await heardAtEnd()).toEqual(["one", "two", 2]);
  });
});

describe("a corked WebSocket", () => {
  it("hands over what it was told before it is terminated", async () => {
    const pair = await connectPair(CorkedWebSocketServer);
    pair.near.send("one");
    corkedSend(pair.near, frameOf("two"));
    pair.near.terminate();
    await once(pair.far, "close");
    expect(pair.heard).toEqual(["one", "two"]);
    pair.close();
  });
});
