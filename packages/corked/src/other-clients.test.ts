import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { KINDS } from "./harness/kinds.js";
import { TestServer } from "./harness/server.js";

describe.each(KINDS)("a client of another kind ($kind)", ({ options }) => {
  let server: TestServer;

  afterEach(() => server.close());

  /** What a bare WebSocket hears until a broadcast with bytes has come. */
  async function heard(
    query: string,
    isLast: (packet: Buffer, isBinary: boolean) => boolean,
  ): Promise<string[]> {
    server = await TestServer.start({ ...options, allowEIO3: true });
    server.io.on("connection", () => {
      server.io.emit("said", "text");
      server.io.emit("said", Buffer.from("bytes"));
    });
    const webSocket = new WebSocket(`ws://127.0.0.1:${server.port}/socket.io/?transport=websocket&${query}`);
    const packets: string[] = [];
    await new Promise<void>((resolve) => {
      webSocket.on("message", (packet: Buffer, isBinary) => {
        packets.push(packet.toString());
        if (packets.length === 1 && query.includes("EIO=4")) webSocket.send("40");
        if (isLast(packet, isBinary)) resolve();
      });
    });
    webSocket.terminate();
    return packets.slice(-3);
  }

  it("is told bytes in revision 3 of the protocol", async () => {
    expect(await heard("EIO=3", (_, isBinary) => isBinary)).toEqual([
      '42["said","text"]',
      '451-["said",{"_placeholder":true,"num":0}]',
      "\u0004bytes",
    ]);
  });

  it("is told bytes as text when it can't read others", async () => {
    expect(await heard("EIO=4&b64=1", (packet) => packet.toString().startsWith("b"))).toEqual([
      '42["said","text"]',
      '451-["said",{"_placeholder":true,"num":0}]',
      `b${Buffer.from("bytes").toString("base64")}`,
    ]);
  });
});
