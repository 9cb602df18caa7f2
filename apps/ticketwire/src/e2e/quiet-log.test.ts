import { expect, test } from "vitest";
import { WireClient } from "./wire-client.js";
import { Workplace } from "./workplace.js";

const SAID = "what-people-say-stays-between-them";

test("the log never has a secret, a token, or what people say", async () => {
  const place = await Workplace.open();
  const server = place.start(["serve"], { env: { LOG_LEVEL: "trace", SESSION_COOKIE: "session" } });
  const url = await server.ready();
  await place.putTicket(url, "t-1", { customer: "u-bob" });
  const token = await place.token("u-ann", "agent");
  const json = { "content-type": "application/json" };

  const ann = await place.connect(url, "u-ann", "agent");
  await ann.ask("join", { ticket: "t-1" });
  await ann.post("t-1", SAID);
  await ann.ask("post", { ticket: 7, text: SAID });
  await ann.ask("post", { ticket: "none", text: SAID, clientId: SAID });
  await ann.ask(SAID, { text: SAID });
  await expect(WireClient.connect(url, `${token}broken`)).rejects.toThrow();
  const post = `${url}/v1/tickets/t-1/messages`;
  const body = JSON.stringify({ text: SAID });
  await fetch(`${post}?token=${token}`, { method: "POST", headers: json, body });
  await fetch(post, {
    method: "POST",
    headers: { ...json, authorization: `Bearer ${token}` },
    body: `${body}}`,
  });
  await fetch(post, { headers: { cookie: `session=${token}` } });
  await fetch(post, { headers: { authorization: `Bearer ${token}broken` } });
  await fetch(`${url}/nowhere?token=${token}`);
  server.signal("SIGTERM");
  await server.ended();

  expect(server.stderr).toContain('"ready"');
  const signature = token.split(".")[2] ?? "";
  for (const kept of [place.secret, token, signature, SAID]) expect(server.stderr).not.toContain(kept);
  expect(server.stdout).toBe(`Ticketwire is ready at ${url}\n`);
});
