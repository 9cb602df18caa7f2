import { afterEach, describe, expect, it } from "vitest";
import { KINDS } from "./harness/kinds.js";
import { RawClient } from "./harness/raw-client.js";
import { TestServer } from "./harness/server.js";
import { type Connection, type ConnectionInternals, connectionInternals } from "./seams.js";

const SAID = ["plain", "näïve 🙂", "", "x".repeat(1000), "x".repeat(100_000), "\u0000\u007f\u0080"];

describe.each(KINDS)("what a client says ($kind)", ({ options }) => {
  let server: TestServer;

  afterEach(() => server.close());

  /** A client, and the server's end of its connection. */
  async function connect(more = {}): Promise<{ client: RawClient; connection: Connection }> {
    server = await TestServer.start({ ...options, ...more });
    const connected = new Promise<Connection>((resolve) =>
      server.io.on("connection", (socket) => {
        socket.on("said", (text: string, bytes: Buffer | undefined, ack: (text: string) => void) =>
          ack(`${text}${bytes ?? ""}`),
        );
        resolve(socket.conn);
      }),
    );
    const client = await RawClient.connect(server.port);
    return { client, connection: await connected };
  }

  /** Says something and waits for its answer; bytes go with it where they are given. */
  async function ask(client: RawClient, id: number, text: string, bytes?: Buffer): Promise<string> {
    const packet = JSON.stringify(["said", text, bytes ? { _placeholder: true, num: 0 } : null]);
    client.webSocket.send(bytes ? `451-${id}${packet}` : `42${id}${packet}`);
    if (bytes) client.webSocket.send(bytes);
    await client.until((heard) => heard.startsWith(`43${id}[`));
    const answer = client.heard.find((heard) => heard.startsWith(`43${id}[`)) as string;
    return (JSON.parse(answer.slice(`43${id}`.length)) as [string])[0];
  }

  it("is heard as it was said, between what comes as bytes", async () => {
    const { client } = await connect();
    for (const [index, text] of SAID.entries()) {
      expect(await ask(client, 2 * index, text)).toBe(text);
      expect(await ask(client, 2 * index + 1, text, Buffer.from("bytes"))).toBe(`${text}bytes`);
    }
    client.close();
  });

  it("is heard by whoever listens to the connection", async () => {
    const { client, connection } = await connect();
    const heard: unknown[] = [];
    connection.on("data", (text: unknown) => heard.push(["data", text]));
    connection.on("message", (text: unknown) => heard.push(["message", text]));
    await ask(client, 1, "ä");
    expect(heard).toEqual([
      ["data", '21["said","ä",null]'],
      ["message", '21["said","ä",null]'],
    ]);
    client.close();
  });

  it("is heard by whoever watches packets, from then on", async () => {
    const { client, connection } = await connect();
    await ask(client, 1, "before");
    const packets: unknown[] = [];
    connection.on("packet", (packet: unknown) => packets.push(packet));
    await ask(client, 2, "said");
    connection.removeAllListeners("packet");
    await ask(client, 3, "after");
    expect(packets).toEqual([{ type: "message", data: '22["said","said",null]' }]);
    client.close();
  });

  it("is heard by whoever watches the WebSocket", async () => {
    const { client, connection } = await connect();
    const messages: string[] = [];
    connectionInternals(connection).transport.socket?.on("message", (message) =>
      messages.push(String(message)),
    );
    await ask(client, 1, "said");
    expect(messages).toEqual(['421["said","said",null]']);
    client.close();
  });

  it("is a sign of life after a ping", async () => {
    const { client, connection } = await connect({ pingInterval: 20 });
    await client.until((packet) => packet === "2");
    const life = connection as unknown as ConnectionInternals;
    expect(life.hasRefreshedPingTimeout).toBe(false);
    await ask(client, 1, "said");
    expect(life.hasRefreshedPingTimeout).toBe(true);
    expect(await ask(client, 2, "and more")).toBe("and more");
    const heartbeat = new Promise((resolve) => connection.once("heartbeat", resolve));
    client.webSocket.send("3");
    await heartbeat;
    client.close();
  });

  it("is not heard any more once the connection is closing", async () => {
    const { client, connection } = await connect();
    await ask(client, 1, "before");
    const heard: unknown[] = [];
    connection.on("data", (text: unknown) => heard.push(text));
    connection.close();
    client.webSocket.send('42["said","after",null]');
    await client.closed;
    expect(heard).toEqual([]);
  });
});
