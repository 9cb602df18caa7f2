import { expect, test } from "vitest";
import { coreLog, createLogger } from "./index.js";

function logging(level = "info") {
  let written = "";
  const log = createLogger(
    { level },
    {
      write: (line) => {
        written += line;
      },
    },
  );
  return { log, lines: () => written.trimEnd().split("\n"), text: () => written };
}

test("a line is JSON with a level, a time and what happened", () => {
  const { log, lines } = logging();
  coreLog(log).error({ ticketId: 7, err: new Error("no disk") }, "could not store");
  expect(lines().map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      level: 50,
      time: expect.any(Number),
      ticketId: 7,
      msg: "could not store",
      err: expect.objectContaining({ message: "no disk" }),
    }),
  ]);
});

test("secrets stay out, on top and further down", () => {
  const { log, text } = logging();
  for (const name of ["token", "authorization", "cookie", "password", "secret", "signature"]) {
    log.info({ [name]: "hunter2", headers: { [name]: "hunter2" }, a: { b: { [name]: "hunter2" } } }, "x");
  }
  log.child({ token: "hunter2" }).info("x");
  expect(text()).not.toContain("hunter2");
  expect(text()).toContain("[Redacted]");
});

test("addresses are shown without their query", () => {
  const { log, lines } = logging();
  log.info({ url: "/v1/tickets?token=hunter2" }, "x");
  log.info({ req: { method: "GET", url: "/uploads/a.png?signature=hunter2", headers: {} } }, "x");
  expect(lines().map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ url: "/v1/tickets" }),
    expect.objectContaining({ req: { method: "GET", url: "/uploads/a.png" } }),
  ]);
});

test("what is below the level is not written", () => {
  const { log, text } = logging("error");
  coreLog(log).warn({}, "x");
  expect(text()).toBe("");
});
