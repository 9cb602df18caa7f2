import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { WebSocket } from "ws";
import { CorkedWebSocketServer } from "./web-socket-server.js";

const TEXT = 1;
const BYTES = 2;
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

  async function until(said: string): Promise<void> {
    while (heard.at(-1) !== said) await once(webSocket, "message");
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
        const ended = until("end");
        for (let at = 0, cut = 0; at < stream.length; cut++) {
          const size = cuts[cut] ?? stream.length;
          await new Promise((resolve) => client.write(stream.subarray(at, at + size), resolve));
          at += size;
        }
        await ended;
        expect(heard).toEqual([...parts.map((part) => part.heard), "end"]);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ["text that is no UTF-8", frame(TEXT, Buffer.from([0x61, 0xff])), 1007],
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
