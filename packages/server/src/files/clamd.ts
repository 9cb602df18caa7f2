import { createReadStream } from "node:fs";
import { connect, type Socket } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ChatError, type Log } from "@ticketwire/core";
import type { Scanner, Verdict } from "./scanner.js";

const DEFAULT_PORT = 3310;
/** A scanner that reads its signatures anew answers late. */
const SCAN_TIMEOUT_MS = 30_000;
const PING_TIMEOUT_MS = 5000;
const RETRY_AFTER_MS = 5000;
const MAX_ANSWER_BYTES = 4096;

const CLEAN = /^stream: OK$/;
const FOUND = /^stream: (.+) FOUND$/;

/**
 * A scanner that asks clamd over TCP; `url` is `tcp://host:port`. Bytes are streamed, so that clamd may run on
 * another machine. The protocol is three commands, and only one answer of all there can be lets a file through.
 */
export function createClamdScanner(options: {
  readonly url: string;
  readonly log: Log;
  readonly timeoutMs?: number;
}): Scanner {
  const { url, log, timeoutMs = SCAN_TIMEOUT_MS } = options;
  return {
    async scan(path) {
      try {
        return verdictIn(await ask(url, timeoutMs, streamOf(path)));
      } catch (failure) {
        log.error({ err: failure }, "a file can't be scanned for malware, and is refused");
        throw new ChatError(
          "unavailable",
          "files can't be scanned for malware right now, try again later",
          { retryAfterMs: RETRY_AFTER_MS },
          { cause: failure },
        );
      }
    },
  };
}

/** Asks clamd whether it is there; rejects when it does not say so. */
export async function pingClamd(url: string, timeoutMs = PING_TIMEOUT_MS): Promise<void> {
  const answer = await ask(url, timeoutMs, ["zPING\0"]);
  if (answer !== "PONG") throw new Error(`answered ${JSON.stringify(answer)}, expected PONG`);
}

function verdictIn(answer: string): Verdict {
  if (CLEAN.test(answer)) return { isClean: true };
  const found = FOUND.exec(answer)?.[1];
  if (found !== undefined) return { isClean: false, found };
  throw new Error(`clamd answered ${JSON.stringify(answer)}`);
}

/** A file as clamd takes it: pieces led by their length, and one without content at the end. */
async function* streamOf(path: string): AsyncGenerator<Uint8Array | string> {
  yield "zINSTREAM\0";
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(piece.length);
    yield length;
    yield piece;
  }
  yield Buffer.alloc(4);
}

/** One question on a connection of its own. The answer ends with a NUL; one that breaks off is none. */
async function ask(
  url: string,
  timeoutMs: number,
  question: Iterable<string> | AsyncIterable<Uint8Array | string>,
): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port === "" ? DEFAULT_PORT : Number(port),
  });
  const timer = setTimeout(() => {
    socket.destroy(new Error(`no answer within ${timeoutMs} ms`));
  }, timeoutMs);
  // The connection stays open for the answer; what goes wrong on the way out ends it, and is heard where it is awaited.
  const asked = pipeline(Readable.from(question), socket, { end: false }).catch((failure: Error) => {
    socket.destroy(failure);
  });
  try {
    return await answerOn(socket);
  } finally {
    clearTimeout(timer);
    socket.destroy();
    await asked;
  }
}

async function answerOn(socket: Socket): Promise<string> {
  let answer = "";
  for await (const piece of socket.setEncoding("utf8") as AsyncIterable<string>) {
    answer += piece;
    const end = answer.indexOf("\0");
    if (end >= 0) return answer.slice(0, end);
    if (answer.length > MAX_ANSWER_BYTES) break;
  }
  throw new Error(`clamd closed the connection after ${JSON.stringify(answer)}`);
}
