import type { WireError } from "@ticketwire/protocol";
import { aborted, isAbort, RequestError, unanswered } from "./failures.js";
import { type RestAnswer, secondsFrom, sendForm } from "./send-form.js";
import type { UploadOptions } from "./state.js";
import type { Tokens } from "./tokens.js";

/** A request without the address of the server and without who makes it. */
export interface RestRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** From the first slash on, with the query. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How long an answer may take, in ms. Uploads take as long as they take. */
const ANSWER_TIMEOUT_MS = 20_000;

const UNAUTHENTICATED = 401;

/** The REST half of the wire. Rejects with RequestError. */
export class Rest {
  constructor(
    private readonly server: string,
    private readonly tokens: Tokens,
    /** Undefined for the built-in one. */
    private readonly fetch: typeof globalThis.fetch | undefined,
  ) {}

  get(path: string): Promise<unknown> {
    return this.request({ method: "GET", path });
  }

  /** Asks for something; with another token once more when the last one is no good. */
  request({ method, path, body, headers: more }: RestRequest): Promise<unknown> {
    const hasBody = body !== undefined;
    return this.#signed(async (headers) => {
      const response = await this.#fetch(path, {
        method,
        headers: { ...headers, ...more, ...(hasBody ? { "content-type": "application/json" } : {}) },
        ...(hasBody ? { body: JSON.stringify(body) } : {}),
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      });
      return answerOf(response);
    });
  }

  /** Uploads a file in the field `files`. Rejects with an `AbortError` when the signal says so. */
  upload(path: string, file: Blob, name: string, options: UploadOptions): Promise<unknown> {
    return this.#signed((headers) => {
      // Made anew each time: a form that has been sent cannot be sent again everywhere.
      const form = new FormData();
      form.append("files", file, name);
      if (this.fetch === undefined && typeof XMLHttpRequest === "function") {
        const withCredentials = this.tokens.areInCookie;
        return sendForm({ url: this.server + path, headers, form, withCredentials }, options);
      }
      return this.#fetchForm(path, headers, form, file.size, options);
    });
  }

  async #signed(send: (headers: Readonly<Record<string, string>>) => Promise<RestAnswer>): Promise<unknown> {
    const token = this.tokens.last === undefined ? await this.#ask() : this.tokens.last;
    let answer = await this.#reach(send, token);
    if (answer.status === UNAUTHENTICATED && !this.tokens.areInCookie) {
      const other = await this.#ask();
      if (other !== token) answer = await this.#reach(send, other);
    }
    if (answer.status < 200 || answer.status >= 300) throw refusalFrom(answer);
    return answer.body;
  }

  async #reach(
    send: (headers: Readonly<Record<string, string>>) => Promise<RestAnswer>,
    token: string | null,
  ): Promise<RestAnswer> {
    try {
      return await send(token === null ? {} : { authorization: `Bearer ${token}` });
    } catch (failure) {
      if (isAbort(failure)) throw failure;
      throw unanswered(failure);
    }
  }

  async #fetchForm(
    path: string,
    headers: Readonly<Record<string, string>>,
    form: FormData,
    sizeBytes: number,
    { onProgress, signal }: UploadOptions,
  ): Promise<RestAnswer> {
    const init = { method: "POST", headers, body: form };
    try {
      const response = await this.#fetch(path, signal ? { ...init, signal } : init);
      onProgress?.({ sentBytes: sizeBytes, totalBytes: sizeBytes });
      return await answerOf(response);
    } catch (failure) {
      // Whatever the signal was given as a reason, it is one and the same error.
      throw signal?.aborted ? aborted() : failure;
    }
  }

  #fetch(path: string, init: RequestInit): Promise<Response> {
    const fetch = this.fetch ?? globalThis.fetch;
    const credentials = this.tokens.areInCookie ? "include" : "same-origin";
    return fetch(this.server + path, { ...init, credentials });
  }

  async #ask(): Promise<string | null> {
    try {
      return await this.tokens.ask();
    } catch (failure) {
      throw unanswered(failure);
    }
  }
}

async function answerOf(response: Response): Promise<RestAnswer> {
  const body: unknown = await response.json().catch(() => undefined);
  return { status: response.status, retryAfterS: secondsFrom(response.headers.get("retry-after")), body };
}

function refusalFrom({ status, retryAfterS, body }: RestAnswer): RequestError {
  const { code, message, holder } = (body ?? {}) as {
    readonly code?: WireError["code"];
    readonly message?: string;
    readonly holder?: string;
  };
  return new RequestError({
    code: code ?? (status >= 500 ? "unavailable" : "invalid"),
    message: message ?? `the server answered ${status}`,
    retryable: status >= 500 || status === 429,
    details: {
      ...(Number.isFinite(retryAfterS) ? { retryAfterMs: retryAfterS * 1000 } : {}),
      ...(holder === undefined ? {} : { holder }),
    },
  });
}
