import { afterEach, describe, expect, it } from "vitest";
import { sayLast } from "./harness/client.js";
import { KINDS } from "./harness/kinds.js";
import { TestServer } from "./harness/server.js";

describe.each(KINDS)("with compression ($kind)", ({ options }) => {
  let server: TestServer;

  afterEach(() => server.close());

  it("everything is said in order", async () => {
    server = await TestServer.start({ ...options, perMessageDeflate: { threshold: 100 } });
    const { client, socket } = await server.connect("websocket");
    const { socket: webSocket } = socket.conn.transport as unknown as { socket: { extensions: string } };
    expect(webSocket.extensions).toBe("permessage-deflate");
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
});
