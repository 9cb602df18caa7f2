import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocketServer } from "ws";
import { frameBytes, type Payload } from "./frame.js";
import { connectPair, type Pair } from "./harness/web-sockets.js";
import { writeFrame } from "./writer.js";

interface Message {
  readonly message: Buffer;
  readonly isBinary: boolean;
}

let pair: Pair;

beforeAll(async () => {
  pair = await connectPair(WebSocketServer);
});

afterAll(() => pair.close());

/** Has a real client read frames that are written as they are. */
async function read(frames: readonly Buffer[]): Promise<Message[]> {
  const messages: Message[] = [];
  const all = new Promise<void>((resolve) => {
    const note = (message: Buffer, isBinary: boolean): void => {
      if (messages.push({ message, isBinary }) < frames.length) return;
      pair.far.off("message", note);
      resolve();
    };
    pair.far.on("message", note);
  });
  writeFrame(pair.near, Buffer.concat(frames));
  await all;
  return messages;
}

const payload: fc.Arbitrary<Payload> = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 300 }),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
);

describe("a frame", () => {
  it.each([0, 1, 125, 126, 65_535, 65_536, 200_000])("carries %i bytes", async (length) => {
    const text = "x".repeat(length);
    const bytes = Buffer.alloc(length, 7);
    expect(await read([frameBytes(text), frameBytes(bytes)])).toEqual([
      { message: Buffer.from(text), isBinary: false },
      { message: bytes, isBinary: true },
    ]);
  });

  it("carries any text and any bytes, each whole", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(payload, { minLength: 1 }), async (payloads) => {
        const messages = await read(payloads.map(frameBytes));
        expect(messages).toEqual(
          payloads.map((sent) => ({ message: Buffer.from(sent), isBinary: typeof sent !== "string" })),
        );
      }),
      { numRuns: 50 },
    );
  });
});
