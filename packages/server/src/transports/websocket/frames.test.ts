import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { Writable } from "node:stream";
import { ChatError } from "@ticketwire/core";
import { describe, expect, it } from "vitest";
import * as ws from "ws";
import { bytesOf, requestIn, write } from "./frames.js";

/** Not among the published types: what ws reads frames with. */
const { Receiver } = ws as unknown as { Receiver: new (options: { isServer: boolean }) => Writable };

/** What a client of ws makes of these bytes. */
async function heard(bytes: Buffer): Promise<string> {
  const receiver = new Receiver({ isServer: false });
  const message = once(receiver, "message");
  receiver.write(bytes);
  const [content, isBinary] = (await message) as [Buffer, boolean];
  expect(isBinary).toBe(false);
  return content.toString();
}

describe("bytesOf", () => {
  const empty = JSON.stringify({ type: "X", text: "" }).length;

  it.each([0, 1, 124, 125, 126, 127, 65_535, 65_536, 200_000])(
    "frames a text of %i bytes",
    async (length) => {
      const text = "a".repeat(Math.max(0, length - empty));
      expect(JSON.parse(await heard(bytesOf({ event: "X", payload: { text } })))).toEqual({
        type: "X",
        text,
      });
    },
  );

  it("counts bytes, not characters", async () => {
    const payload = { text: "😀é".repeat(60) };
    expect(JSON.parse(await heard(bytesOf({ event: "X", payload })))).toEqual({ type: "X", ...payload });
  });
});

describe("requestIn", () => {
  it("takes the type for the event, and the rest for its payload", () => {
    expect(requestIn(Buffer.from('{"type":"TYPING","ticketId":1}'), false)).toEqual({
      event: "TYPING",
      payload: { ticketId: 1 },
    });
  });

  it("makes nothing of a prototype", () => {
    const { payload } = requestIn(Buffer.from('{"type":"X","__proto__":{"a":1}}'), false);
    expect(Object.getPrototypeOf(payload)).toBe(Object.prototype);
    expect(payload).not.toHaveProperty("a");
  });

  it("refuses everything else", () => {
    for (const text of [
      "",
      "x",
      "[]",
      "null",
      "7",
      '"X"',
      "{}",
      '{"type":1}',
      '{"__proto__":{"type":"X"}}',
    ]) {
      expect(() => requestIn(Buffer.from(text), false), text).toThrow(ChatError);
    }
    expect(() => requestIn(Buffer.from('{"type":"X"}'), true)).toThrow("frame is binary");
  });
});

it("what is written leaves in one piece", async () => {
  const server = createServer((socket) => write(socket, bytesOf({ event: "X", payload: {} })));
  server.listen(0);
  await once(server, "listening");
  const socket = connect((server.address() as { port: number }).port);
  const [chunk] = (await once(socket, "data")) as [Buffer];
  expect(await heard(chunk)).toBe('{"type":"X"}');
  socket.destroy();
  server.close();
});
