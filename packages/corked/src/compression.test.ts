import type { Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { sayLast } from "./harness/client.js";
import { KINDS } from "./harness/kinds.js";
import { TestServer } from "./harness/server.js";
import { connectionInternals, internalsOf } from "./seams.js";

describe.each(KINDS)("with compression ($kind)", ({ options }) => {
  let server: TestServer;

  afterEach(() => server.close());

  it("everything is said in order", async () => {
    server = await TestServer.start({ ...options, perMessageDeflate: { threshold: 100 } });
    const { client, socket } = await server.connect("websocket");
    const { socket: webSocket } = connectionInternals(socket.conn).transport;
    expect(webSocket?.extensions).toBe("permessage-deflate");
    for (let n = 0; n < 40; n += 4) {
      const text = "x".repeat(n * 100);
      socket.emit("said", n, text);
      server.io.emit("said", n + 1, text);
      server.io.compress(false).emit("said", n + 2, text);
      server.io.emit("said", n + 3, Buffer.from(text));
    }
    sayLast(socket);
    const story = await client.story();
    expect(story.map(([, n]) => n)).toEqual(Array.from({ length: 40 }, (_, n) => n));
  });

  it("messages and broadcasts are short on the wire", async () => {
    server = await TestServer.start({ ...options, perMessageDeflate: { threshold: 100 } });
    const { client, socket } = await server.connect("websocket");
    const text = "x".repeat(10_000);
    for (let n = 0; n < 10; n++) server.io.emit("said", text);
    for (let n = 0; n < 10; n++) socket.emit("said", text);
    sayLast(socket);
    expect((await client.story()).length).toBe(20);
    const { socket: webSocket } = connectionInternals(socket.conn).transport;
    const tcp = webSocket && (internalsOf(webSocket)._socket as Socket);
    expect(tcp?.bytesWritten).toBeLessThan(10_000);
  });
});
