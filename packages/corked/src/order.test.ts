import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { corked } from "./corked.js";
import { sayLast } from "./harness/client.js";
import { KINDS } from "./harness/kinds.js";
import { TestServer } from "./harness/server.js";
import { corkedWrite } from "./writer.js";

const BYTES = Buffer.from("bytes");

describe.each(KINDS)("order ($kind)", ({ options }) => {
  let server: TestServer;

  beforeEach(async () => {
    server = await TestServer.start(options);
  });

  afterEach(() => server.close());

  it.each(["websocket", "polling", "upgrading"] as const)(
    "is kept between all ways of sending (%s)",
    async (road) => {
      const { client, socket } = await server.connect(road);
      await socket.join("room");
      let n = 0;
      for (let turn = 0; turn < 20; turn++) {
        for (let burst = 0; burst <= turn % 4; burst++) {
          socket.emit("said", n++);
          server.io.emit("said", n++);
          socket.emit("said", n++, BYTES);
          server.io.to("room").emit("said", n++, BYTES, BYTES);
          server.io.to(socket.id).emit("said", n++);
          server.io.to("room").emit("said", n++, "x".repeat(n * 1000));
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
      sayLast(socket);
      const story = await client.story();
      expect(story.map(([, number]) => number)).toEqual(Array.from({ length: n }, (_, index) => index));
    },
  );

  it("is kept throughout an upgrade", async () => {
    for (let round = 0; round < 10; round++) {
      const { client, socket } = await server.connect("upgrading");
      let isUpgraded = false;
      const upgraded = client.upgraded().then(() => {
        isUpgraded = true;
      });
      let n = 0;
      // It says things also where the transport is being exchanged, and a little longer than that.
      const say = (): void => {
        socket.emit("said", n++);
        server.io.emit("said", n++);
        server.io.emit("said", n++, BYTES);
      };
      socket.conn.once("upgrade", () => {
        server.io.emit("said", n++);
        say();
      });
      for (let after = 0; after < 10; after += isUpgraded ? 1 : 0) {
        say();
        await new Promise((resolve) => setImmediate(resolve));
      }
      await upgraded;
      sayLast(socket);
      const story = await client.story();
      expect(story.map(([, number]) => number)).toEqual(Array.from({ length: n }, (_, index) => index));
      client.close();
    }
  });

  it("is kept for packets that engine.io holds while somebody sends from within its own events", async () => {
    const { client, socket } = await server.connect("websocket");
    let isWithin = false;
    socket.conn.on("packetCreate", () => {
      if (isWithin) return;
      isWithin = true;
      server.io.emit("said", "within");
    });
    socket.emit("said", "around");
    sayLast(socket);
    expect(await client.story()).toEqual([
      ["said", "within"],
      ["said", "around"],
    ]);
  });

  it("is kept up to the end of a connection", async () => {
    const { client, socket } = await server.connect("websocket");
    const gone = client.disconnected();
    server.io.emit("said", 1);
    socket.emit("said", 2, BYTES);
    server.io.emit("said", 3);
    socket.conn.close();
    server.io.emit("said", 4);
    socket.emit("said", 5);
    await gone;
    expect(client.heard.map(([, n]) => n)).toEqual([1, 2, 3]);
  });
});

describe("a text that is written past Socket.IO", () => {
  it.each(["websocket", "polling", "upgrading"] as const)(
    "keeps its place among all that is sent (%s)",
    async (road) => {
      const server = await TestServer.start(corked());
      const { client, socket } = await server.connect(road);
      let n = 0;
      for (let turn = 0; turn < 20; turn++) {
        for (let burst = 0; burst <= turn % 4; burst++) {
          corkedWrite(socket.conn, `2["said",${n++}]`);
          socket.emit("said", n++);
          server.io.emit("said", n++, BYTES);
          corkedWrite(socket.conn, `2["said",${n++}]`);
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
      sayLast(socket);
      const story = await client.story();
      expect(story.map(([, number]) => number)).toEqual(Array.from({ length: n }, (_, index) => index));
      await server.close();
    },
  );
});
