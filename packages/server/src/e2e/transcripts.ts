import { readdirSync, readFileSync } from "node:fs";
import {
  connectSocketIo,
  type Line,
  type PeerRequest,
  parseTranscript,
  replay,
  type Stage,
} from "@ticketwire/testkit";
import { FrameClient } from "./frame-client.js";
import { TestServer } from "./test-server.js";

/** From the compiled test up to the repository's folder of transcripts. */
const INTEROP = new URL("../../../../interop/", import.meta.url);

/** The names of a dialect's golden transcripts. */
export function transcriptsOf(dialect: string): readonly string[] {
  return readdirSync(new URL(`${dialect}/`, INTEROP)).filter((name) => name.endsWith(".jsonl"));
}

/** The lines of a golden transcript. */
export function transcript(dialect: string, name: string): readonly Line[] {
  return parseTranscript(readFileSync(new URL(`${dialect}/${name}`, INTEROP), "utf8"));
}

/** Plays a transcript against a server of its own, over the real Socket.IO client at this namespace. */
export function replayOverSocketIo(lines: readonly Line[], namespace: string): Promise<void> {
  return replayOver(lines, (url, token, heard) => connectSocketIo(url + namespace, token, heard));
}

/** Plays a transcript against a server of its own, over bare WebSockets at this path: an event is a frame's type. */
export function replayOverWebSocket(lines: readonly Line[], path: string): Promise<void> {
  return replayOver(lines, async (url, token, heard) => {
    const query = token === undefined ? "" : `?token=${token}`;
    const client = await FrameClient.open(url, { path: path + query });
    client.listen(({ event, payload }) =>
      heard(event === "closed" ? { direction: "closed" } : { direction: "hear", event, payload }),
    );
    return { send: (event, payload) => client.send(event, payload as object), close: () => client.close() };
  });
}

/** How a person connects, on whichever wire. */
type Connect = (url: string, ...rest: Parameters<Stage["connect"]>) => ReturnType<Stage["connect"]>;

async function replayOver(lines: readonly Line[], connect: Connect): Promise<void> {
  const server = await TestServer.start();
  try {
    const stage: Stage = {
      arrange: async (people, tickets) => {
        for (const { sub, name, email = null, role } of Object.values(people)) {
          await server.putUser(String(sub), { name, email, role });
        }
        for (const [ref, ticket] of Object.entries(tickets)) await server.putTicket(ref, ticket);
      },
      token: (claims) => server.token(claims),
      connect: (token, heard) => connect(server.url, token, heard),
      request: (request) => ask(server.url, request),
    };
    await replay(lines, stage);
  } finally {
    await server.close();
  }
}

async function ask(
  url: string,
  { method, path, token, body, headers, files }: PeerRequest,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const form = new FormData();
  for (const { field, name, base64 } of files)
    form.append(field, new Blob([Buffer.from(base64, "base64")]), name);
  const json = body === undefined ? {} : { "content-type": "application/json" };
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, ...json, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(files.length === 0 ? {} : { body: form }),
  });
  return { status: response.status, body: await response.json() };
}
