import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { ChatError } from "@ticketwire/core";
import { expect, it, onTestFinished } from "vitest";
import { protocolFor, refuseUpgrade, targetOf, tokenOf } from "./handshake.js";

function request(url: string, headers: Readonly<Record<string, string>> = {}): IncomingMessage {
  return { url, headers } as unknown as IncomingMessage;
}

it("finds the token where a page, a program or a browser's cookie has it, in this order", () => {
  const everywhere = {
    "sec-websocket-protocol": "bearer, from-protocol",
    authorization: "Bearer from-header",
    cookie: "a=1; sid=from-cookie",
  };
  const { authorization, cookie } = everywhere;
  expect(tokenOf(request("/ws?token=from-query", everywhere), "sid")).toBe("from-protocol");
  expect(tokenOf(request("/ws?token=from-query", { authorization, cookie }), "sid")).toBe("from-header");
  expect(tokenOf(request("/ws?token=from-query", { cookie }), "sid")).toBe("from-query");
  expect(tokenOf(request("/ws", { cookie }), "sid")).toBe("from-cookie");
  expect(tokenOf(request("/ws", { cookie }), undefined)).toBeUndefined();
  expect(tokenOf(request("/ws", { "sec-websocket-protocol": "chat, not-a-token" }), "sid")).toBeUndefined();
  expect(tokenOf(request("/ws", { "sec-websocket-protocol": "bearer" }), "sid")).toBeUndefined();
});

it("answers with a subprotocol that was asked for, and never with a token", () => {
  expect(protocolFor(new Set(["bearer", "a.b.c"]))).toBe("bearer");
  expect(protocolFor(new Set(["chat.v1"]))).toBe("chat.v1");
  expect(protocolFor(new Set())).toBe(false);
});

it("tells path and query apart", () => {
  const { path, query } = targetOf(request("/ws?token=a%20b&x="));
  expect([path, query.get("token"), query.get("x")]).toEqual(["/ws", "a b", ""]);
  expect(targetOf(request("/")).path).toBe("/");
});

it("[S9] leaves nothing of a handshake that was refused, though the client never ends its side", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  server.on("upgrade", (_request, stream) =>
    refuseUpgrade(stream, new ChatError("not_found", "nothing here")),
  );
  const { port } = server.address() as AddressInfo;
  const client = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  onTestFinished(() => void client.destroy());
  const [peer] = (await once(server, "connection")) as [Socket];
  const gone = once(peer, "close");
  const heard = once(client, "data") as Promise<[Buffer]>;
  client.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  expect((await heard)[0].toString()).toMatch(/^HTTP\/1\.1 404 not_found\r\n/);
  await gone;
});
