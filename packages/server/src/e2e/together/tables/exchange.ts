import type { Heard, Meeting, Sent, SentFile } from "./table.js";

/** Whatever was said. */
export type Fields = Readonly<Record<string, unknown>>;

/** What a refusal says for a client to act on. */
export interface Hint {
  readonly code?: string;
  readonly retryAfterMs?: number;
}

/** What tables look at in an HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly body: { readonly code?: string; readonly data?: unknown } & Fields;
}

/** What a refusal says, without fields it does not have. */
export function hintIn({ code, retryAfterMs }: Hint): Hint {
  return {
    ...(code === undefined ? {} : { code }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** Reads something; with a form, sends that. */
export function request({ server }: Meeting, token: string, path: string, form?: FormData): Promise<Answer> {
  return server.request<Answer["body"]>(token, form ? "POST" : "GET", path, form);
}

/** A form with a file under this name, and these fields. */
export function formOf(
  field: string,
  { name, content }: SentFile,
  fields: Readonly<Record<string, string>> = {},
): FormData {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.append(key, value);
  form.append(field, new Blob([Uint8Array.from(content)]), name);
  return form;
}

/** What became of what was sent by REST. */
export function sentBy({ status, body }: Answer): Sent {
  return { ok: status < 300, code: body.code };
}

/** A message of a dialect whose text and files have these names. */
export function heardAs(message: Fields, text: string, url: string, server = ""): Heard {
  const files = (message.attachments ?? []) as readonly Fields[];
  return {
    text: String(message[text]),
    urls: files.map((file) => new URL(String(file[url]), server || undefined).href),
  };
}
