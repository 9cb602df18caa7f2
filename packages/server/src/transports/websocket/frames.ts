import { ChatError } from "@ticketwire/core";
import { frameOf, type Frame as WireFrame } from "@ticketwire/corked";
import { type Frame, Json } from "@ticketwire/dialects";
import type { LiveRequest } from "../live-request.js";

/** What is said, as one WebSocket frame: built once, written to as many sockets as are to hear it. */
export function wireFrameOf({ event, payload }: Frame): WireFrame {
  const fields = payload instanceof Json ? payload.toJSON() : payload;
  return frameOf(JSON.stringify({ type: event, ...(fields as object) }));
}

/** What a client has sent: a JSON object with its event as `type`. Throws `invalid` for anything else. */
export function requestIn(content: Buffer, isBinary: boolean): LiveRequest {
  if (isBinary) throw refusal("binary");
  const frame = parsed(content.toString());
  if (typeof frame !== "object" || frame === null || Array.isArray(frame)) throw refusal("no JSON object");
  const { type, ...payload } = frame as Readonly<Record<string, unknown>>;
  if (typeof type !== "string")
    throw refusal(type === undefined ? "without a type" : "of a type that is no text");
  return { event: type, payload };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal("no JSON");
  }
}

function refusal(what: string): ChatError {
  return new ChatError("invalid", `frame is ${what}, expected {"type": "…", …}`, { field: "type" });
}
