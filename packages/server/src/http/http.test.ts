import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestServer } from "../e2e/test-server.js";

let server: TestServer;

beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.close());

async function ask(
  method: string,
  path: string,
  init: { body?: string; headers?: Record<string, string>; role?: string } = {},
): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
  const token = await server.token({ sub: "u-host", name: "Host", role: init.role ?? "service" });
  const answer = await fetch(server.url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, ...init.headers },
    ...(init.body === undefined ? {} : { body: init.body }),
  });
  return {
    status: answer.status,
    headers: answer.headers,
    body: (await answer.json()) as Record<string, unknown>,
  };
}

describe("health", () => {
  test("alive and ready, without signing in", async () => {
    expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ status: "ok" });
    expect(await (await fetch(`${server.url}/readyz`)).json()).toEqual({ status: "ready" });
  });
});

describe("errors have one shape", () => {
  const json = { "content-type": "application/json" };

  test("an unknown route", async () => {
    const { status, body } = await ask("GET", "/nowhere?token=abc");
    expect(status).toBe(404);
    expect(body).toEqual({ success: false, code: "not_found", message: "no route GET /nowhere" });
  });

  test("a body that is not JSON, that is too large, of a type nobody takes", async () => {
    expect((await ask("PUT", "/v1/tickets/t-1", { body: "{", headers: json })).body).toMatchObject({
      code: "invalid",
    });
    const huge = JSON.stringify({ subject: "x".repeat(1_100_000) });
    expect(await ask("PUT", "/v1/tickets/t-1", { body: huge, headers: json })).toMatchObject({
      status: 413,
      body: { success: false, code: "too_large" },
    });
    const xml = { "content-type": "application/xml" };
    expect(await ask("PUT", "/v1/tickets/t-1", { body: "<a/>", headers: xml })).toMatchObject({
      body: { success: false },
    });
  });

  test("[S9] keys that would reach into prototypes change nothing", async () => {
    const body =
      '{"subject":"x","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
    const answer = await ask("PUT", "/v1/tickets/t-1", { body, headers: json });
    expect(answer).toMatchObject({ status: 400, body: { success: false } });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test("a wrong field is named with its value and what is expected", async () => {
    const { body } = await ask("PUT", "/v1/tickets/t-1", { body: '{"subject":7}', headers: json });
    expect(body.message).toMatch(/^subject is 7: /);
  });

  test("who may not speak for the host is told so", async () => {
    const answer = await ask("PUT", "/v1/tickets/t-1", { body: "{}", headers: json, role: "agent" });
    expect(answer).toMatchObject({ status: 403, body: { success: false, code: "forbidden" } });
  });

  test("no token, and a bad one", async () => {
    for (const headers of [undefined, { authorization: "Bearer x" }]) {
      const answer = await fetch(`${server.url}/v1/tickets`, headers ? { headers } : {});
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ success: false, code: "unauthenticated" });
    }
  });
});

describe("tickets and users", () => {
  const json = { "content-type": "application/json" };

  test("put creates, put again updates, get shows", async () => {
    const created = await ask("PUT", "/v1/tickets/t-new", {
      body: '{"subject":"A","creator":"u-bob"}',
      headers: json,
    });
    expect(created.status).toBe(201);
    const updated = await ask("PUT", "/v1/tickets/t-new", { body: '{"subject":"B"}', headers: json });
    expect(updated.status).toBe(200);
    const { body } = await ask("GET", "/v1/tickets/t-new", { role: "admin" });
    expect(body).toMatchObject({
      ticket: { ref: "t-new", subject: "B", people: { creator: { ref: "u-bob" } } },
    });
  });

  test("who may see all tickets is listed them, bots included", async () => {
    await server.putTicket("t-listed", {});
    const listed = async (role: string): Promise<boolean> => {
      const { body } = await ask("GET", "/v1/tickets", { role });
      return (body.tickets as readonly { ref: string }[]).some(({ ref }) => ref === "t-listed");
    };
    for (const role of ["admin", "agent", "bot", "service"])
      expect([role, await listed(role)]).toEqual([role, true]);
    expect(await listed("customer")).toBe(false);
  });

  test("[S7] a hidden ticket and a missing one get the same answer", async () => {
    await server.putTicket("t-1", { creator: "u-bob" });
    const hidden = await ask("GET", "/v1/tickets/t-1", { role: "customer" });
    const missing = await ask("GET", "/v1/tickets/t-2", { role: "customer" });
    expect(hidden.status).toBe(404);
    expect(missing.status).toBe(404);
    expect(String(missing.body.message).replace("t-2", "t-1")).toBe(hidden.body.message);
  });
});

describe("what describes it", () => {
  test("OpenAPI names every route of every dialect", async () => {
    const { paths } = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
      paths: Record<string, object>;
    };
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        "/v1/tickets/{ref}",
        "/api/tickets/{ticketId}/chat",
        "/api/tickets/{ticketId}/chat/upload",
      ]),
    );
  });
});
