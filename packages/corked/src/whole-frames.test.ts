import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { WebSocket } from "ws";
import { internalsOf } from "./seams.js";
import { CorkedWebSocketServer } from "./web-socket-server.js";

const TEXT = 1;
const BYTES = 2;
const CLOSE = 8;
const PING = 9;
const GOES_ON = 0;

/** A frame as a client sends it. */
function frame(opcode: number, payload: Buffer, { isFinal = true, mask = [1, 2, 3, 250] } = {}): Buffer {
  const { length } = payload;
  const head = length < 126 ? [0x80 | length] : [0x80 | 126, length >> 8, length & 255];
  const masked = payload.map((byte, index) => byte ^ (mask[index & 3] as number));
  return Buffer.from([(isFinal ? 0x80 : 0) | opcode, ...head, ...mask, ...masked]);
}

/** Whether the last thing that was said is a close frame with a code. */
function isClosing(said: readonly Buffer[]): boolean {
  const bytes = Buffer.concat(said);
  return bytes.at(-4) === 0x88 && bytes.at(-3) === 2;
}

describe("what clients send", () => {
  let server: CorkedWebSocketServer;
  let client: Socket;
  let webSocket: WebSocket;
  let heard: (string | number)[];

  beforeEach(async () => {
    server = new CorkedWebSocketServer({ port: 0, host: "127.0.0.1", maxPayload: 1000 });
    await once(server, "listening");
    client = connect({ port: (server.address() as AddressInfo).port, host: "127.0.0.1", noDelay: true });
    client.on("error", () => {});
    const connected = once(server, "connection") as Promise<[WebSocket]>;
    client.write(
      "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    );
    [webSocket] = await connected;
    heard = [];
    webSocket.on("message", (message: Buffer, isBinary) =>
      heard.push(isBinary ? message.length : message.toString()),
    );
    webSocket.on("ping", (said: Buffer) => heard.push(`ping ${said}`));
    webSocket.on("error", () => {});
  });

  afterEach(() => {
    client.destroy();
    webSocket.terminate();
    server.close();
  });

  /** Sends something that the server reads by itself, cut off from what comes before and after. */
  async function write(piece: Buffer): Promise<void> {
    const read = once(internalsOf(webSocket)._socket as Socket, "data");
    client.write(piece);
    await read;
  }

  it("is heard whole and in order, however it is cut on its way", async () => {
    const text = fc.string({ unit: "grapheme", maxLength: 200 }).map((said) => ({
      frames: [frame(TEXT, Buffer.from(said))],
      heard: said as string | number,
    }));
    const bytes = fc
      .nat(400)
      .map((length) => ({ frames: [frame(BYTES, Buffer.alloc(length))], heard: length }));
    const pieces = fc.string({ maxLength: 40 }).map((said) => ({
      frames: [frame(TEXT, Buffer.from(said), { isFinal: false }), frame(GOES_ON, Buffer.from("…"))],
      heard: `${said}…`,
    }));
    const ping = fc.string({ maxLength: 20 }).map((said) => ({
      frames: [frame(PING, Buffer.from(said))],
      heard: `ping ${said}`,
    }));
    const said = fc.array(fc.oneof({ weight: 5, arbitrary: text }, bytes, pieces, ping), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(said, fc.array(fc.integer({ min: 1, max: 300 })), async (parts, cuts) => {
        heard.length = 0;
        const stream = Buffer.concat([
          ...parts.flatMap(({ frames }) => frames),
          frame(TEXT, Buffer.from("end")),
        ]);
        for (let at = 0, cut = 0; at < stream.length; cut++) {
          const size = cuts[cut] ?? stream.length;
          await write(stream.subarray(at, at + size));
          at += size;
        }
        expect(heard).toEqual([...parts.map((part) => part.heard), "end"]);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ["first byte", 1, frame(TEXT, Buffer.from("a"), { mask: [0x80, 0, 0, 0] }), "a"],
    ["head", 6, frame(BYTES, frame(TEXT, Buffer.from("b")), { mask: [0, 0, 0, 0] }), 7],
  ])(
    "is not taken for a frame when it is the rest of one, after its %s",
    async (_what, at, sent, expected) => {
      await write(sent.subarray(0, at));
      await write(sent.subarray(at));
      expect(heard).toEqual([expected]);
    },
  );

  it("is heard with a length in 64 bits too", async () => {
    const long = "a".repeat(300);
    await write(Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0, 0, 1, 44, 0, 0, 0, 0, ...Buffer.from(long)]));
    expect(heard).toEqual([long]);
  });

  it("is not heard between the parts of something else, nor after the end", async () => {
    const [part, whole, last] = [
      frame(TEXT, Buffer.from("part"), { isFinal: false }),
      frame(TEXT, Buffer.from("whole")),
      frame(CLOSE, Buffer.from([3, 232])),
    ];
    await write(part);
    const ended = once(webSocket, "error");
    await write(whole);
    expect((await ended)[0]).toMatchObject({ code: "WS_ERR_INVALID_OPCODE" });
    await write(whole);
    await write(last);
    await write(whole);
    expect(heard).toEqual([]);
  });

  it.each([
    ["text that is no UTF-8", frame(TEXT, Buffer.from([0x61, 0xff]), { mask: [0, 0x9d, 0, 0] }), 1007],
    ["more than is allowed", frame(TEXT, Buffer.alloc(1001, "a")), 1009],
    ["text without a mask", Buffer.from([0x81, 1, 0x61]), 1002],
    ["a reserved bit", Buffer.from([0xa1, 0x80, 0, 0, 0, 0]), 1002],
  ])("ends it with the code that ws has for it, after what came before: %s", async (_what, wrong, code) => {
    const answered: Buffer[] = [];
    client.on("data", (bytes) => answered.push(bytes));
    const closing = new Promise<void>((resolve) => client.on("data", () => isClosing(answered) && resolve()));
    client.write(
      Buffer.concat([frame(TEXT, Buffer.from("before")), wrong, frame(TEXT, Buffer.from("after"))]),
    );
    await closing;
    expect(Buffer.concat(answered).readUInt16BE(Buffer.concat(answered).length - 2)).toBe(code);
    expect(heard).toEqual(["before"]);
  });
});
