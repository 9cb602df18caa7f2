import type { Line } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import { replayOverWebSocket, transcript, transcriptsOf } from "./transcripts.js";

const NAMES = transcriptsOf("json-frames");

describe("golden transcripts", () => {
  it("are there", () => {
    expect(NAMES).toEqual(["conversation.jsonl", "refusals.jsonl", "rest.jsonl", "sessions.jsonl"]);
  });

  it.each(NAMES)("%s", (name) => replayOverWebSocket(transcript("json-frames", name), "/ws"));
});

it("a transcript that is not so is found out", async () => {
  const lines = transcript("json-frames", "conversation.jsonl");
  const at = lines.findIndex((line) => line.direction === "hear" && line.event === "NEW_MESSAGE");
  const other = { ...lines[at], payload: { ticketId: 1, message: "something else" } } as Line;
  for (const tampered of [lines.toSpliced(at, 1), lines.toSpliced(at, 1, other)]) {
    await expect(replayOverWebSocket(tampered, "/ws")).rejects.toThrow(/heard|payload/);
  }
});
