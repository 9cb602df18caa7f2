import { describe, expect, it } from "vitest";
import { replayOverSocketIo, transcript, transcriptsOf } from "./transcripts.js";

const NAMES = transcriptsOf("support-sessions");

describe("golden transcripts", () => {
  it("are there", () => {
    expect(NAMES).toEqual([
      "conversation.jsonl",
      "files.jsonl",
      "queue.jsonl",
      "refusals.jsonl",
      "rest.jsonl",
    ]);
  });

  it.each(NAMES)("%s", (name) => replayOverSocketIo(transcript("support-sessions", name), "/"));
});
