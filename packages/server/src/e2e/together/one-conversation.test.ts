import { dialects } from "@ticketwire/dialects";
import { allowedFiles } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openMeeting, type Seated, seatAll } from "./meeting.js";
import { TABLES } from "./tables/index.js";
import type { Meeting } from "./tables/table.js";

let meeting: Meeting;
/** Bob writes and Ada watches, at every table. */
let writers: readonly Seated[];
let readers: readonly Seated[];

beforeAll(async () => {
  meeting = await openMeeting();
  [writers, readers] = [await seatAll(meeting, "bob"), await seatAll(meeting, "ada")];
});
afterAll(async () => {
  for (const [, seat] of [...(writers ?? []), ...(readers ?? [])]) seat.close();
  await meeting.server.close();
});

describe("one conversation", () => {
  it("has a table for every dialect", () => {
    expect(TABLES.map(({ dialect }) => dialect).sort()).toEqual(dialects.map(({ name }) => name).sort());
  });

  it("[S3] is written from each dialect in turn and heard in all of them, each message once, in order, with its file", async () => {
    const content = allowedFiles.png.bytes;
    const said: string[] = [];
    for (let round = 1; round <= 3; round++) {
      for (const [dialect, seat] of writers) {
        const text = `${round} from ${dialect} — ü & <b>`;
        const isFile = round === 2;
        expect(await seat.say(text, isFile ? { name: `${dialect}.png`, content } : undefined)).toMatchObject({
          ok: true,
        });
        said.push(text);
      }
    }
    for (const [dialect, seat] of [...readers, ...writers]) {
      await seat.hearer.until(
        () => seat.heard().length >= said.length,
        `${said.length} messages in ${dialect}`,
      );
      const heard = seat.heard();
      expect(
        heard.map(({ text }) => text),
        dialect,
      ).toEqual(said);
      expect(
        (await seat.history()).map(({ text }) => text),
        dialect,
      ).toEqual(said);
      for (const { text, urls } of heard) {
        expect(urls, `${dialect}: ${text}`).toHaveLength(text.startsWith("2") ? 1 : 0);
        for (const url of urls) {
          const file = await fetch(url);
          expect(file.status).toBe(200);
          expect(Buffer.from(await file.arrayBuffer()).equals(content)).toBe(true);
        }
      }
    }
  });
});
