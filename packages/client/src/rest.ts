import type { WireError } from "@ticketwire/protocol";
import { RequestError, unanswered } from "./failures.js";
import type { Tokens } from "./tokens.js";

const UNAUTHENTICATED = 401;

/** The REST half of the wire. Rejects with RequestError. */
export class Rest {
  constructor(
    private readonly server: string,
    private readonly tokens: Tokens,
    private readonly fetch: typeof globalThis.fetch,
  ) {}

  get(path: string): Promise<unknown> {
    return this.#request(path, {});
  }

  /** Posts a form; `form` is asked for one each time it is sent. */
  post(path: string, form: () => FormData): Promise<unknown> {
    return this.#request(path, { method: "POST" }, form);
  }

  async #request(path: string, init: RequestInit, form?: () => FormData): Promise<unknown> {
    const token = this.tokens.last ?? (await this.#ask());
    let response = await this.#send(path, init, token, form);
    if (response.status === UNAUTHENTICATED) {
      const other = await this.#ask();
      if (other !== token) response = await this.#send(path, init, other, form);
    }
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw refusalFrom(response, body);
    return body;
  }

  async #ask(): Promise<string | null> {
    try {
      return await this.tokens.ask();
    } catch (failure) {
      throw unanswered(failure);
    }
  }

  async #send(
    path: string,
    init: RequestInit,
    token: string | null,
    form?: () => FormData,
  ): Promise<Response> {
    try {
      return await this.fetch(`${this.server}${path}`, {
        ...init,
        headers: token === null ? {} : { authorization: `Bearer ${token}` },
        ...(form === undefined ? {} : { body: form() }),
      });
    } catch (failure) {
      throw unanswered(failure);
    }
  }
}

function refusalFrom({ status, headers }: Response, body: unknown): RequestError {
  const { code, message } = (body ?? {}) as { readonly code?: WireError["code"]; readonly message?: string };
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return new RequestError({
    code: code ?? (status >= 500 ? "unavailable" : "invalid"),
    message: message ?? `the server answered ${status}`,
    retryable: status >= 500 || status === 429,
    ...(Number.isFinite(seconds) ? { details: { retryAfterMs: seconds * 1000 } } : {}),
  });
}
