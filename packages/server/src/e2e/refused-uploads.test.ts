import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestServer } from "./test-server.js";

const BOUNDARY = "x-boundary-x";
const MIB = 1024 * 1024;

let server: TestServer;
let token: string;

beforeAll(async () => {
  server = await TestServer.start();
  await server.putTicket("t-1", { customer: "u-bob" });
  token = await server.token({ sub: "u-bob", role: "customer" });
});
afterAll(() => server.close());

/** One connection, kept open from one request to the next. */
function newConnection(): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  afterAll(() => agent.destroy());
  return agent;
}

async function upload(
  agent: Agent,
  path: string,
  files: readonly Buffer[],
): Promise<{ status: number | undefined; body: string; reused: boolean }> {
  const parts = files.flatMap((bytes, index) => [
    Buffer.from(
      `--${BOUNDARY}\r\ncontent-disposition: form-data; name="files"; filename="${index}.txt"\r\n\r\n`,
    ),
    bytes,
    Buffer.from("\r\n"),
  ]);
  const body = Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]);
  const sent = request(server.url + path, {
    method: "POST",
    agent,
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": `multipart/form-data; boundary=${BOUNDARY}`,
      "content-length": body.length,
    },
  });
  sent.end(body);
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  return { status: answer.statusCode, body: await text(answer), reused: sent.reusedSocket };
}

const TICKET = "/v1/tickets/t-1/attachments";
const good = Buffer.from("hello");

test.each([
  ["too large", TICKET, [Buffer.alloc(12 * MIB, "x")], 413],
  ["of no kind that is taken", TICKET, [Buffer.alloc(2 * MIB)], 415],
  [
    "refused with good ones behind it",
    TICKET,
    [Buffer.alloc(0), ...Array(3).fill(Buffer.alloc(MIB, "x"))],
    400,
  ],
  ["one too many", TICKET, [...Array(5).fill(good), Buffer.alloc(3 * MIB, "x")], 400],
  ["for a ticket one may not see", "/v1/tickets/none/attachments", [Buffer.alloc(2 * MIB, "x")], 404],
])(
  "a file that is %s leaves the connection good for the next request",
  async (_what, path, files, status) => {
    const agent = newConnection();
    expect(await upload(agent, path, files)).toMatchObject({ status, reused: false });
    expect(await upload(agent, TICKET, [good])).toMatchObject({ status: 201, reused: true });
  },
);
