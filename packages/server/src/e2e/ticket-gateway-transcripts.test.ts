import { expect, it } from "vitest";
import { replayOverSocketIo, transcriptsOf } from "./transcripts.js";

const NAMES = transcriptsOf("ticket-gateway");

it("there are golden transcripts", () => {
  expect(NAMES.length).toBeGreaterThan(0);
});

it.each(NAMES)("%s", (name) => replayOverSocketIo("ticket-gateway", name, "/"));
