import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { allowedFiles, FakeClock } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RoomAck, type RoomSaid, Rooms } from "./rooms.js";
import { TIME } from "./shapes.js";
import type { SocketClient } from "./socket-client.js";

const MIB = 1024 * 1024;
let rooms: Rooms;
beforeAll(async () => {
  // Links say when they end, so that those of one file differ from second to second.
  const clock = new FakeClock(Date.now());
  rooms = await Rooms.start({ clock, timers: clock });
});
afterAll(() => rooms.close());

/** A file as clients put it into a message. */
function inline(name: string, content: Uint8Array | string, type = "application/octet-stream") {
  return { name, type, data: Buffer.from(content).toString("base64") };
}

/** Two people on a ticket of their own. */
async function pair() {
  const ticketId = await rooms.openTicket();
  return { ticketId, bob: await rooms.join("bob", ticketId), ada: await rooms.join("ada", ticketId) };
}

/** What lies in the server's folder of files. */
async function storedFiles(): Promise<readonly string[]> {
  const entries = await readdir(join(rooms.server.dataDir, "files"), {
    recursive: true,
    withFileTypes: true,
  });
  return entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort();
}

describe("a file in a message", () => {
  it("is heard by everybody with all that is known of it, and opens without signing in", async () => {
    const { ticketId, bob, ada } = await pair();
    const { png } = allowedFiles;
    const attachments = [inline(png.name, png.bytes, png.type)];
    const ack = await bob.ask<RoomAck>("send_message", { ticketId, message: "Look!", attachments });
    const { data } = await ada.next<RoomSaid>("new_message");
    expect(data).toEqual(ack.data);
    expect(data.attachments).toEqual([
      {
        _id: expect.stringMatching(/./),
        filename: expect.stringMatching(/^[\w-]+\.png$/),
        originalname: png.name,
        mimetype: "image/png",
        size: expect.any(Number),
        path: expect.stringMatching(/^\/uploads\/chat\/[\w-]+\.png\?/),
        url: expect.stringMatching(/^http:\/\//),
        uploadedAt: TIME,
      },
    ]);
    const [file] = data.attachments;
    expect(file?.path).toContain(`/uploads/chat/${file?.filename}?`);
    expect(file?.url).toBe(rooms.server.url.replace("127.0.0.1", "localhost") + file?.path);
    for (const url of [file?.url ?? "", rooms.server.url + file?.path]) {
      const answer = await fetch(url);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toBe("image/png");
      expect((await answer.arrayBuffer()).byteLength).toBe(file?.size);
    }
    expect((await rooms.history(ticketId)).messages).toEqual([data]);
  });

  it.each([{ message: "" }, { message: null }, {}])("needs no text: %j", async (said) => {
    const { ticketId, bob } = await pair();
    const attachments = [inline("note.txt", "just some words")];
    expect(await bob.ask("send_message", { ticketId, attachments, ...said })).toMatchObject({
      success: true,
      data: { message: "", attachments: [{ originalname: "note.txt", mimetype: "text/plain" }] },
    });
  });

  it.each(Object.values(allowedFiles))(
    "may be $type, whatever it is called",
    async ({ name, type, bytes }) => {
      const { ticketId, bob } = await pair();
      const attachments = [inline(name, bytes, "text/html")];
      expect(await bob.ask("send_message", { ticketId, attachments })).toMatchObject({
        success: true,
        data: { attachments: [{ originalname: name, mimetype: type }] },
      });
    },
  );

  it("may come as a data URL, and without a type", async () => {
    const { ticketId, bob } = await pair();
    const { name, data } = inline("note.txt", "just some words");
    const attachments = [{ name, data: `data:text/plain;charset=utf-8;base64,${data}` }];
    const ack = await bob.ask<RoomAck>("send_message", { ticketId, attachments });
    expect(await (await fetch(ack.data.attachments[0]?.url ?? "")).text()).toBe("just some words");
  });

  it("may be five of 10 MiB in one message", async () => {
    const { ticketId, bob, ada } = await pair();
    const attachments = ["a", "b", "c", "d", "e"].map((letter) =>
      inline(`${letter}.txt`, Buffer.alloc(10 * MIB, letter), "text/plain"),
    );
    bob.socket.emit("send_message", { ticketId, message: "all of it", attachments });
    const { data } = await ada.next<RoomSaid>("new_message");
    expect(data.attachments.map(({ originalname, size }) => [originalname, size])).toEqual(
      attachments.map(({ name }) => [name, 10 * MIB]),
    );
    const last = await fetch(data.attachments[4]?.url ?? "");
    expect(Buffer.from(await last.arrayBuffer()).equals(Buffer.alloc(10 * MIB, "e"))).toBe(true);
  }, 60_000);

  it("is heard by clients of the neighbouring dialect", async () => {
    const { ticketId, bob } = await pair();
    const ann = await rooms.gateway.join("ann", ticketId);
    await bob.ask("send_message", { ticketId, attachments: [inline("note.txt", "words")] });
    expect(await ann.next("new_message")).toMatchObject({
      message: { messageType: "FILE", attachments: [{ name: "note.txt", type: "text/plain", size: 5 }] },
    });
  });

  it("never leaves its folder, whatever it is called", async () => {
    const { ticketId, bob } = await pair();
    for (const name of [
      "../../../../tmp/owned.txt",
      "..\\..\\owned.txt",
      "/etc/owned.txt",
      "\u0000.txt",
      "",
    ]) {
      const ack = await bob.ask<RoomAck>("send_message", { ticketId, attachments: [inline(name, "words")] });
      expect(ack.success, name).toBe(true);
      const { originalname = "", url = "" } = ack.data.attachments[0] ?? {};
      for (const character of ["/", "\\", "\u0000"]) expect(originalname).not.toContain(character);
      expect((await fetch(url)).status).toBe(200);
    }
    expect((await storedFiles()).every((name) => !name.includes("owned"))).toBe(true);
  });
});

describe("a file that is refused", () => {
  /** Nothing is said, nothing is kept, and the sender hears why. */
  async function expectRefused(attachments: readonly object[], code: string, message: RegExp): Promise<void> {
    const { ticketId, bob, ada } = await pair();
    const before = await storedFiles();
    const ack = await bob.ask("send_message", { ticketId, message: "with a file", attachments });
    expect(ack).toMatchObject({ success: false, code, message: expect.stringMatching(message) });
    expect(await bob.next("send_message_error")).toEqual(ack);
    await ada.caughtUp();
    expect(ada.heard("new_message")).toEqual([]);
    expect((await rooms.history(ticketId)).messages).toEqual([]);
    expect(await storedFiles()).toEqual(before);
  }

  const note = inline("note.txt", "just some words");

  it.each(["aGVsbG8", "aGVs bG8=", "aGVsbG8=\n", "not base64!", "aGV_bG8=", "data:text/plain,hello"])(
    "is no base64: %j",
    (data) => expectRefused([{ ...note, data }], "invalid", /attachments\.0\.data .*expected base64/),
  );

  it("spoils its base64 far behind its beginning", () => {
    const data = `${Buffer.alloc(5 * MIB, "x")
      .toString("base64")
      .slice(0, -4)}%%%%`;
    return expectRefused([note, { ...note, data }], "invalid", /attachments\.1\.data has "%" at \d+/);
  });

  it("is one byte too large", () =>
    expectRefused([inline("big.txt", Buffer.alloc(10 * MIB + 1, "x"))], "too_large", /10 MiB/));

  it("is an SVG by any name, a web page or a program", async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>';
    await expectRefused([inline("picture.png", svg, "image/png")], "unsupported_type", /./);
    const page = "<!doctype html><script>alert(1)</script>";
    await expectRefused([inline("note.txt", page, "text/plain")], "unsupported_type", /./);
    const program = Buffer.from("f0VMRgIBAQAAAAAAAAAAAA==", "base64");
    await expectRefused([inline("photo.png", program, "image/png")], "unsupported_type", /./);
  });

  it("is empty", () => expectRefused([inline("empty.txt", "")], "invalid", /0 bytes/));

  it("is one too many", () => expectRefused(Array(6).fill(note), "invalid", /expected at most 5 files/));

  it("takes the others of its message with it", async () => {
    const program = Buffer.from("f0VMRgIBAQAAAAAAAAAAAA==", "base64");
    await expectRefused([note, note, inline("x.png", program)], "unsupported_type", /./);
  });
});

describe("what is said after a file", () => {
  it("waits for no file: the connection goes on while one is taken in", async () => {
    const { ticketId, bob, ada } = await pair();
    const large = inline("large.txt", Buffer.alloc(10 * MIB, "x"));
    bob.socket.emit("send_message", { ticketId, message: "with a file", attachments: [large] });
    bob.socket.emit("send_message", { ticketId, message: "right behind" });
    await ada.next("new_message");
    await ada.next("new_message");
    expect(heardTexts(ada).toSorted()).toEqual(["right behind", "with a file"]);
  });
});

function heardTexts(client: SocketClient): readonly string[] {
  return client.heard<RoomSaid>("new_message").map(({ data }) => data.message);
}
