import { describe, expect, it } from "vitest";
import { replayOverSocketIo, transcript, transcriptsOf } from "./transcripts.js";

const NAMES = transcriptsOf("project-chats");

describe("golden transcripts", () => {
  it("are there", () => {
    expect(NAMES).toEqual(["conversation.jsonl", "refusals.jsonl", "rest.jsonl"]);
  });

  it.each(NAMES)("%s", (name) => replayOverSocketIo(transcript("project-chats", name), "/chat"));
});
