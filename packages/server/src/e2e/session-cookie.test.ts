import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConnectRefused, SocketClient } from "./socket-client.js";
import { openMeeting } from "./together/meeting.js";
import type { Meeting } from "./together/tables/table.js";

const SHOP = "https://shop.example";
const EVIL = "https://evil.example";

let meeting: Meeting;
let cookie: string;
beforeAll(async () => {
  meeting = await openMeeting({ env: { SESSION_COOKIE: "sid", CORS_ORIGINS: SHOP } });
  cookie = `theme=dark; sid=${await meeting.server.token({ sub: "u-bob", name: "Bob Ray", role: "customer" })}`;
});
afterAll(() => meeting.server.close());

/** What a browser says of the page that asks: nothing, when somebody has typed the address. */
function from(origin: string | undefined): Record<string, string> {
  return { cookie, ...(origin === undefined ? {} : { origin }) };
}

/** A form, which a browser lets any page send. */
function post(origin: string | undefined): Promise<Response> {
  const body = new FormData();
  body.append("content", `from ${origin}`);
  const path = `/api/v1/chat/sessions/${meeting.sessionId}/messages`;
  return fetch(meeting.server.url + path, { method: "POST", headers: from(origin), body });
}

describe("the session cookie", () => {
  it("signs in requests to every dialect, from here and from the pages of CORS_ORIGINS", async () => {
    const { server, ref, number, sessionId } = meeting;
    const paths = [
      `/v1/tickets/${ref}/messages`,
      `/api/tickets/${ref}/chat`,
      `/api/chat/messages/${number}`,
      `/chat-messages?chatId=${number}`,
      `/api/v1/chat/sessions/${sessionId}/messages`,
    ];
    for (const path of paths) {
      for (const origin of [undefined, server.url, SHOP])
        expect((await fetch(server.url + path, { headers: from(origin) })).status).toBe(200);
      expect((await fetch(server.url + path)).status).toBe(401);
    }
  });

  it("signs in connections from there, too", async () => {
    for (const origin of [undefined, meeting.server.url, SHOP]) {
      const client = await SocketClient.connect(`${meeting.server.url}/v1`, { extraHeaders: from(origin) });
      expect(await client.next("welcome")).toMatchObject({ user: { ref: "u-bob" } });
      client.close();
    }
  });

  it("counts for nothing that a page of another origin asks", async () => {
    expect((await post(meeting.server.url)).status).toBe(201);
    expect((await post(EVIL)).status).toBe(401);
    const path = `/v1/tickets/${meeting.ref}/messages`;
    const { messages } = (await (await fetch(meeting.server.url + path, { headers: { cookie } })).json()) as {
      readonly messages: readonly { readonly text: string }[];
    };
    expect(messages.map(({ text }) => text)).toEqual([`from ${meeting.server.url}`]);
    const connecting = SocketClient.connect(`${meeting.server.url}/v1`, { extraHeaders: from(EVIL) });
    await expect(connecting).rejects.toBeInstanceOf(ConnectRefused);
  });
});
