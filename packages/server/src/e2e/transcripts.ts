import { readdirSync, readFileSync } from "node:fs";
import {
  connectSocketIo,
  type Line,
  type PeerRequest,
  parseTranscript,
  replay,
  type Stage,
} from "@ticketwire/testkit";
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
export async function replayOverSocketIo(lines: readonly Line[], namespace: string): Promise<void> {
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
      connect: (token, heard) => connectSocketIo(server.url + namespace, token, heard),
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
