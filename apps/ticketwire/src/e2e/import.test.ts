import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { Workplace } from "./workplace.js";

const EXAMPLE = new URL("../../../../examples/tickets.json", import.meta.url);

const FILE = {
  users: [
    { ref: "u-ann", number: 7, name: "Ann Lee", email: "ann@example.com", role: "agent", company: null },
    { ref: "u-bob", name: "Bob Stone", role: "client" },
  ],
  tickets: [
    {
      ref: "ticket-id-123",
      number: 1,
      subject: "Order delayed",
      creator: "u-bob",
      customer: "u-bob",
      assignee: "u-ann",
      participants: ["u-eve"],
    },
  ],
};

async function fileIn(place: Workplace, content: unknown): Promise<string> {
  const path = join(place.dir, "import.json");
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

test("imports users and tickets, and again without duplicating any", async () => {
  const place = await Workplace.open();
  const path = await fileIn(place, FILE);
  expect(await place.run(["import", path])).toEqual({
    code: 0,
    stdout: "Imported 2 users (2 created, 0 updated), 1 ticket (1 created, 0 updated)\n",
    stderr: "",
  });
  expect(await place.run(["import", path])).toMatchObject({
    code: 0,
    stdout: "Imported 2 users (0 created, 2 updated), 1 ticket (0 created, 1 updated)\n",
  });

  const url = await place.start(["serve"]).ready();
  const ann = await place.connect(url, "u-ann", "agent");
  expect(await ann.ask("participants", { ticket: "ticket-id-123" })).toMatchObject({
    participants: [
      { relation: "customer", person: { ref: "u-bob", role: "customer" } },
      { relation: "assignee", person: { ref: "u-ann", number: 7 } },
      { relation: "participant", person: { ref: "u-eve" } },
    ],
  });
});

test("imports the example as it stands", async () => {
  const place = await Workplace.open();
  expect(await place.run(["import", fileURLToPath(EXAMPLE)])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Imported \d+ users? \(.+\), \d+ tickets? \(.+\)\n$/),
    stderr: "",
  });
});

test("imports more than fits in one transaction", async () => {
  const place = await Workplace.open();
  const tickets = Array.from({ length: 1234 }, (_, index) => ({ ref: `t-${index}`, customer: "u-bob" }));
  const { stdout } = await place.run(["import", await fileIn(place, { tickets })]);
  expect(stdout).toBe("Imported 0 users (0 created, 0 updated), 1234 tickets (1234 created, 0 updated)\n");
});

test("[S5] a client hears of a change that is imported beside its server", async () => {
  const place = await Workplace.open();
  await place.run(["import", await fileIn(place, FILE)]);
  const url = await place.start(["serve"]).ready();
  const ann = await place.connect(url, "u-ann", "agent");
  await ann.ask("join", { ticket: "ticket-id-123" });

  const changed = { tickets: [{ ref: "ticket-id-123", subject: "Order lost" }] };
  expect(await place.run(["import", await fileIn(place, changed)])).toMatchObject({ code: 0 });
  const importedAt = performance.now();
  expect(await ann.heard("ticket.updated")).toMatchObject({
    changed: ["subject"],
    info: { subject: "Order lost" },
  });
  expect(performance.now() - importedAt).toBeLessThan(5000);
  // And the server is as well as before.
  expect(await ann.post("ticket-id-123", "thank you")).toMatchObject({ ok: true });
});

test("of a file with mistakes nothing is taken, and all of them are said at once", async () => {
  const place = await Workplace.open();
  const path = await fileIn(place, {
    users: [{ ref: "u-ann", name: "Ann" }, { ref: "u-bob" }, { ref: "u-eve", name: "Eve", role: "boss" }],
    tickets: [
      { ref: "t-1", number: 0 },
      { ref: "t-2", customer: 7 },
      { ref: "t-2", asignee: "u-ann" },
    ],
  });
  const { code, stdout, stderr } = await place.run(["import", path]);
  expect([code, stdout]).toEqual([1, ""]);
  for (const where of [
    "users[1].name",
    "users[2].role",
    "tickets[0].number",
    "tickets[1].customer",
    "tickets[2]",
    "tickets[2].ref",
  ]) {
    expect(stderr.split("\n")).toContainEqual(
      expect.stringMatching(`^  - ${where.replace(/[[\].]/g, "\\$&")} is `),
    );
  }

  const url = await place.start(["serve"]).ready();
  const admin = await place.connect(url, "u-root", "admin");
  expect(await admin.ask("join", { ticket: "t-1" })).toMatchObject({
    ok: false,
    error: { code: "not_found" },
  });
});

test("a file that is not JSON, and one that is not there, are one plain line each", async () => {
  const place = await Workplace.open();
  const broken = await place.run(["import", await fileIn(place, '{ "users": [')]);
  expect(broken).toMatchObject({ code: 1, stderr: expect.stringContaining("is not JSON") });
  const missing = await place.run(["import", join(place.dir, "none.json")]);
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining("there is no such file") });
});

test("a number that another ticket has is refused and named", async () => {
  const place = await Workplace.open();
  await place.run(["import", await fileIn(place, FILE)]);
  const taken = { tickets: [{ ref: "other", number: 1 }] };
  const { code, stderr } = await place.run(["import", await fileIn(place, taken)]);
  expect([code, stderr]).toEqual([1, expect.stringContaining("tickets[0]")]);
  expect(stderr).not.toContain("    at ");
});
