import type { Line, LineOf } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import { replayOverSocketIo, transcript, transcriptsOf } from "./transcripts.js";

const NAMES = transcriptsOf("ticket-gateway");

describe("golden transcripts", () => {
  it("are there", () => {
    expect(NAMES).toEqual(["conversation.jsonl", "files.jsonl", "refusals.jsonl", "rest.jsonl"]);
  });

  it.each(NAMES)("%s", (name) => replayOverSocketIo(transcript("ticket-gateway", name), "/"));
});

describe("a transcript that is not so", () => {
  const lines = transcript("ticket-gateway", "conversation.jsonl");
  const at = lines.findIndex((line) => line.direction === "hear" && line.event === "user_joined");
  const heard = lines[at] as LineOf<"hear">;
  const other = (payload: object): Line => ({
    ...heard,
    payload: { ...(heard.payload as object), ...payload },
  });
  const wrong: Readonly<Record<string, readonly Line[]>> = {
    "lacks a line": lines.toSpliced(at, 1),
    "has a line too many": lines.toSpliced(at, 0, heard),
    "lacks a field": lines.toSpliced(at, 1, other({ userName: undefined })),
    "has another value": lines.toSpliced(at, 1, other({ userId: "u-eve" })),
    "asks for a field that is not there": lines.toSpliced(at, 1, other({ more: 1 })),
  };

  it.each(Object.entries(wrong))("%s, and is found out", async (_how, tampered) => {
    await expect(replayOverSocketIo(tampered, "/")).rejects.toThrow(/heard|payload/);
  });
});
