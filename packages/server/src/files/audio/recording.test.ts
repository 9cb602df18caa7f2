import { expect, test } from "vitest";
import { recordingType } from "./recording.js";

/** An MP4 box. */
function box(type: string, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(body.length + 8);
  header.write(type, 4, "latin1");
  return Buffer.concat([header, body]);
}

function mp4(...handlers: readonly string[]): Buffer {
  const tracks = handlers.map((handler) => {
    const hdlr = box("hdlr", Buffer.alloc(8), Buffer.from(handler, "latin1"), Buffer.alloc(12));
    return box("trak", box("mdia", hdlr));
  });
  return Buffer.concat([
    box("ftyp", Buffer.from("mp42")),
    box("moov", ...tracks),
    box("mdat", Buffer.alloc(99)),
  ]);
}

/** A WebM element; without a size when it is still being recorded. */
function element(id: number, content: Buffer, isLive = false): Buffer {
  const hex = id.toString(16);
  const size = isLive ? "01ffffffffffffff" : (content.length + 0x10000000).toString(16);
  return Buffer.concat([Buffer.from(hex, "hex"), Buffer.from(size, "hex"), content]);
}

function webm(types: readonly number[], isLive: boolean): Buffer {
  const entries = types.map((type) => element(0xae, element(0x83, Buffer.of(type))));
  const head = [element(0x1549a966, Buffer.alloc(20)), element(0x1654ae6b, Buffer.concat(entries))];
  const sound = element(0x1f43b675, Buffer.alloc(40, 0xa3), isLive);
  const segment = element(0x18538067, Buffer.concat([...head, sound]), isLive);
  return Buffer.concat([element(0x1a45dfa3, Buffer.alloc(10)), segment]);
}

/** Frames of 128 kbit/s at 44.1 kHz. */
function mp3(frames: number): Buffer {
  const frame = Buffer.alloc(417);
  frame.writeUInt32BE(0xfffb9000);
  return Buffer.concat(Array.from({ length: frames }, () => frame));
}

test.each([
  ["an M4A", "audio/x-m4a", mp4("soun"), "audio/mp4"],
  ["what Safari records", "video/mp4", mp4("soun"), "audio/mp4"],
  ["a film", "video/mp4", mp4("soun", "vide"), undefined],
  ["an MP4 without tracks", "video/mp4", mp4(), undefined],
  ["an MP4 with something else", "video/mp4", mp4("soun", "text"), undefined],
  ["what Chromium records", "video/webm", webm([2], true), "audio/webm"],
  ["a WebM that is done", "video/webm", webm([2], false), "audio/webm"],
  ["a film in WebM", "video/webm", webm([1, 2], true), undefined],
  ["a WebM without tracks", "video/webm", webm([], true), undefined],
  ["what Firefox records", "audio/ogg; codecs=opus", Buffer.from("OggS"), "audio/ogg"],
  ["a WAV", "audio/wav", Buffer.from("RIFF"), "audio/wav"],
  ["an MP3", "audio/mpeg", mp3(5), "audio/mpeg"],
  [
    "an MP3 with a tag",
    "audio/mpeg",
    Buffer.concat([Buffer.from("ID3\x04\0\0\0\0\0\x05-----", "latin1"), mp3(2)]),
    "audio/mpeg",
  ],
  [
    "what only begins like an MP3",
    "audio/mpeg",
    Buffer.concat([mp3(1), Buffer.from("MZ, a program")]),
    undefined,
  ],
  ["a picture", "image/png", Buffer.alloc(9), undefined],
])("%s is told by what is in it", (_name, recognised, file, type) => {
  expect(recordingType(recognised, file)).toBe(type);
});

test("[S9] what breaks off is no recording, wherever it does", () => {
  for (const [recognised, file] of [
    ["video/mp4", mp4("soun")],
    ["video/webm", webm([2], false)],
    ["audio/mpeg", mp3(3)],
  ] as const) {
    for (let length = 0; length < Math.min(file.length, 150); length++) {
      try {
        recordingType(recognised, file.subarray(0, length));
      } catch (failure) {
        expect(failure).toBeInstanceOf(RangeError);
      }
    }
  }
});
