import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Gateway, type Said } from "./gateway.js";
import { TestServer } from "./test-server.js";

let gateway: Gateway;
let ticketId: string;
beforeAll(async () => {
  gateway = new Gateway(await TestServer.start());
  ticketId = await gateway.openTicket("t-1", { customer: "u-bob", vendor: "u-vic", participants: ["u-eve"] });
});
afterAll(() => gateway.close());

describe("POST chat", () => {
  it("is heard live, by the sender's own sockets too, and answers with what they hear", async () => {
    const [bob, ann] = [await gateway.join("bob", ticketId), await gateway.join("ann", ticketId)];
    const { status, body } = await gateway.request("bob", "POST", `/api/tickets/${ticketId}/chat`, {
      message: "by REST",
    });
    const said = await ann.next<Said>("new_message");
    expect(status).toBe(201);
    expect(body).toEqual({ success: true, ...said, data: said.message, duplicate: false });
    expect(await bob.next("new_message")).toEqual(said);
  });

  it("[S2] says a message once under an Idempotency-Key, or a key in the body", async () => {
    const token = await gateway.token("bob");
    const post = (message: string, headers: Record<string, string>, key = {}) =>
      gateway.server.request<Said>(
        token,
        "POST",
        `/api/tickets/${ticketId}/chat`,
        { message, ...key },
        headers,
      );
    const first = await post("once", { "Idempotency-Key": "k-1" });
    const second = await post("once", { "Idempotency-Key": "k-1" });
    const third = await post("once", {}, { tempId: "k-1" });
    expect([first.status, second.status, third.status]).toEqual([201, 200, 200]);
    expect(new Set([first, second, third].map(({ body }) => body.message.id)).size).toBe(1);
    const other = await post("something else", { "Idempotency-Key": "k-1" });
    expect(other.status).toBe(409);
    expect(other.body).toMatchObject({ success: false, code: "conflict" });
    const two = await post("once", { "Idempotency-Key": "k-1" }, { tempId: "k-2" });
    expect(two.status).toBe(400);
    expect((await gateway.messages(ticketId)).filter(({ message }) => message === "once")).toHaveLength(1);
  });
});

describe("GET participants", () => {
  it("names everybody on the ticket, how they are related to it, and who is there now", async () => {
    const ref = await gateway.openTicket("t-2", { vendor: "u-vic", participants: ["u-eve"] });
    await gateway.server.putUser("u-vic", { name: "Vic Orr", role: "vendor" });
    const ada = await gateway.join("ada", ref);
    const { status, body } = await gateway.request("bob", "GET", `/api/tickets/${ref}/chat/participants`);
    const person = (id: string, name: string, role: string, email: string | null) => ({
      id,
      userId: id,
      name,
      role,
      email,
    });
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        success: true,
        ticketId: ref,
        total: 5,
        participants: [
          {
            ...person("u-bob", "Bob Ray", "CUSTOMER", "bob@example.com"),
            relation: "creator",
            online: false,
          },
          { ...person("u-ann", "Ann Lee", "AGENT", "ann@example.com"), relation: "assignee", online: false },
          { ...person("u-vic", "Vic Orr", "VENDOR", null), relation: "vendor", online: false },
          { ...person("u-eve", "Eve Fox", "CUSTOMER", null), relation: "participant", online: false },
          { ...person("u-ada", "Ada May", "ADMIN", null), relation: "participant", online: true },
        ],
      },
    });
    await ada.ask("leave_ticket", { ticketId: ref });
    const later = await gateway.request<{ total: number }>(
      "bob",
      "GET",
      `/api/tickets/${ref}/chat/participants`,
    );
    expect(later.body.total).toBe(4);
  });
});

describe("OpenAPI", () => {
  it("shows the four endpoints with their shapes", async () => {
    const { body } = await gateway.request<{ paths: Record<string, Record<string, unknown>> }>(
      "bob",
      "GET",
      "/openapi.json",
    );
    const chat = "/api/tickets/{ticketId}/chat";
    expect(body.paths).toMatchObject({
      [chat]: { get: { summary: expect.any(String) }, post: { requestBody: expect.any(Object) } },
      [`${chat}/participants`]: { get: expect.any(Object) },
      [`${chat}/upload`]: { post: expect.any(Object) },
    });
  });
});
