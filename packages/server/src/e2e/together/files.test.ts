import { allowedFiles, Clamd, EICAR, refusedFiles } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { phonePicture, pngHeader, SECRETS, sideOfRed } from "../pictures.js";
import { openMeeting, type Seated, seatAll } from "./meeting.js";
import type { Meeting, SentFile } from "./tables/table.js";

let clamd: Clamd;
let meeting: Meeting;
let senders: readonly Seated[];

beforeAll(async () => {
  clamd = await Clamd.start();
  meeting = await openMeeting({ env: { CLAMAV_URL: clamd.url } });
  senders = await seatAll(meeting, "bob");
});
afterAll(async () => {
  for (const [, seat] of senders ?? []) seat.close();
  await meeting.server.close();
  await clamd.stop();
});

/** Sends a file in every dialect; what comes out are the refusals, by dialect. */
async function refusals(file: SentFile): Promise<Readonly<Record<string, string | undefined>>> {
  const said: [string, string | undefined][] = [];
  for (const [dialect, seat] of senders) {
    const before = (await seat.history()).length;
    said.push([dialect, (await seat.say(`see ${file.name} from ${dialect}`, file)).code]);
    expect(await seat.history(), dialect).toHaveLength(before);
  }
  return Object.fromEntries(said);
}

const allSay = (code: string) => Object.fromEntries(senders.map(([dialect]) => [dialect, code]));

describe("[S14] through every dialect", () => {
  it("a picture from a phone arrives upright, and tells nothing but itself", async () => {
    const content = await phonePicture("jpeg", 6);
    for (const [dialect, seat] of senders) {
      expect(await seat.say(`a picture by ${dialect}`, { name: "IMG_1.jpg", content })).toMatchObject({
        ok: true,
      });
      const [url] = (await seat.history()).at(-1)?.urls ?? [];
      const picture = Buffer.from(await (await fetch(url ?? "")).arrayBuffer());
      expect(await sideOfRed(picture), dialect).toBe("top");
      for (const secret of SECRETS) expect(picture.includes(secret), dialect).toBe(false);
    }
  });

  it("an infected file is refused as such", async () => {
    expect(await refusals({ name: "notes.txt", content: Buffer.from(EICAR) })).toEqual(allSay("infected"));
  });

  it("a bomb and a renamed program are refused by what they are", async () => {
    const bomb = { name: "small.png", content: pngHeader(30_000, 30_000) };
    expect(await refusals(bomb)).toEqual(allSay("unsupported_type"));
    const program = { name: "invoice.pdf", content: refusedFiles.exe.bytes };
    expect(await refusals(program)).toEqual(allSay("unsupported_type"));
  });

  it("one byte too much is too large, and without the scanner files wait while text goes on", async () => {
    const large = Buffer.alloc(10 * 1024 * 1024 + 1, "a");
    expect(await refusals({ name: "large.txt", content: large })).toEqual(allSay("too_large"));
    await clamd.stop();
    const clean = { name: "notes.txt", content: allowedFiles.txt.bytes };
    expect(await refusals(clean)).toEqual(allSay("unavailable"));
    for (const [dialect, seat] of senders)
      expect(await seat.say(`text by ${dialect}`)).toMatchObject({ ok: true });
  });
});
