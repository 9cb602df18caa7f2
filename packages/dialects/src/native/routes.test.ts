import type { IncomingFile } from "@ticketwire/core";
import { ANN, BOB, identityOf, messageOf, NOON, ticketOf } from "@ticketwire/testkit";
import { expect, test } from "vitest";
import type { AnswerScope, AnyRoute, RouteInput } from "../dialect.js";
import { routes } from "./routes.js";

const SCOPE: AnswerScope = {
  me: identityOf(BOB),
  connectionId: undefined,
  now: NOON,
  links: { to: () => ({ path: "/f", url: "https://chat.example/f" }) },
};

async function* noFiles(): AsyncIterable<IncomingFile> {}

function find(method: string, path: string): AnyRoute {
  const found = routes.find((route) => route.method === method && route.path === path);
  if (!found) throw new Error(`no route ${method} ${path}`);
  return found;
}

function command(route: AnyRoute, input: Partial<RouteInput<unknown, unknown, unknown>>): unknown {
  const checked = {
    params: route.params.parse(input.params ?? { ref: "t-7" }),
    query: route.query.parse(input.query ?? {}),
    body: route.body.parse(input.body),
    files: noFiles(),
    attachments: [],
    idempotencyKey: input.idempotencyKey,
  };
  return route.command(checked, identityOf(BOB));
}

test("a ticket is put under the ref of its path, with nothing made up", () => {
  const route = find("PUT", "/v1/tickets/:ref");
  expect(command(route, { body: { subject: "Late", assignee: null } })).toEqual({
    name: "ticket.put",
    tickets: [{ ref: "t-7", subject: "Late", assignee: null }],
  });
  expect(route.body.safeParse({ ref: "t-8" }).error?.issues[0]?.message).toContain("ref");
  expect(route.body.safeParse({ subjetc: "Late" }).error?.issues[0]?.message).toContain("subjetc");
});

test("a user is put with a role in any spelling", () => {
  const route = find("PUT", "/v1/users/:ref");
  expect(command(route, { params: { ref: "u-1" }, body: { name: "Ann", role: "SUPPORT_AGENT" } })).toEqual({
    name: "user.put",
    users: [{ ref: "u-1", name: "Ann", role: "agent" }],
  });
  expect(route.body.safeParse({ name: "Ann", role: "boss" }).success).toBe(false);
  expect(route.body.safeParse({ role: "agent" }).success).toBe(false);
});

test("[S2] a key comes in the body or in the header, and never two that differ", () => {
  const route = find("POST", "/v1/tickets/:ref/messages");
  const key = (clientId: string | undefined, idempotencyKey: string | undefined) =>
    command(route, { body: { text: "hi", clientId }, idempotencyKey });
  expect(key("a", undefined)).toMatchObject({ clientId: "a" });
  expect(key(undefined, "b")).toMatchObject({ clientId: "b" });
  expect(key("c", "c")).toMatchObject({ clientId: "c" });
  expect(() => key("a", "b")).toThrow("clientId differs");
});

test("a query's numbers are numbers", () => {
  const route = find("GET", "/v1/tickets/:ref/messages");
  expect(command(route, { query: { limit: "20", before: "m-1" } })).toMatchObject({
    page: { limit: 20, before: { id: "m-1" } },
  });
  expect(route.query.safeParse({ limit: "many" }).success).toBe(false);
});

test("what is new is answered with 201, what was there with 200", () => {
  const messages = find("POST", "/v1/tickets/:ref/messages");
  const tickets = find("PUT", "/v1/tickets/:ref");
  for (const isNew of [true, false]) {
    const status = isNew ? 201 : 200;
    const posted = { ticket: ticketOf(), audience: "public", message: messageOf(ANN), duplicate: !isNew };
    const put = { tickets: [{ ticket: ticketOf(), created: isNew }] };
    const input = {} as RouteInput<unknown, unknown, unknown>;
    for (const [route, outcome] of [
      [messages, posted],
      [tickets, put],
    ] as const) {
      const reply = route.reply(outcome as never, input, SCOPE);
      expect(reply.status).toBe(status);
      const body = "body" in reply ? reply.body : undefined;
      expect(route.response.parse(body)).toEqual(body);
    }
  }
});
