import { aborted, unanswered } from "./failures.js";
import type { UploadOptions } from "./state.js";

/** What the server answered, whichever way it was asked. */
export interface RestAnswer {
  readonly status: number;
  /** From the `Retry-After` header; NaN without one. */
  readonly retryAfterS: number;
  /** Undefined when it is not JSON. */
  readonly body: unknown;
}

/** A form, and where it goes. */
export interface FormRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly form: FormData;
  /** Whether cookies go along to another origin. */
  readonly withCredentials: boolean;
}

/** Posts a form the one way in which a browser tells how far it is. Rejects with an `AbortError` when the signal says so. */
export function sendForm(
  { url, headers, form, withCredentials }: FormRequest,
  { onProgress, signal }: UploadOptions,
): Promise<RestAnswer> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(aborted());
      return;
    }
    const request = new XMLHttpRequest();
    const cancel = (): void => request.abort();
    signal?.addEventListener("abort", cancel);
    request.upload.onprogress = ({ loaded, total }) => onProgress?.({ sentBytes: loaded, totalBytes: total });
    request.onload = () =>
      resolve({
        status: request.status,
        retryAfterS: secondsFrom(headerOf(request, "retry-after")),
        body: jsonFrom(request.responseText),
      });
    request.onerror = () => reject(unanswered());
    request.onabort = () => reject(aborted());
    request.onloadend = () => signal?.removeEventListener("abort", cancel);
    request.open("POST", url);
    request.withCredentials = withCredentials;
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.send(form);
  });
}

/** A browser complains when a header is asked for that another origin has not shown. */
function headerOf(request: XMLHttpRequest, name: string): string | null {
  return request.getAllResponseHeaders().includes(`${name}:`) ? request.getResponseHeader(name) : null;
}

/** The seconds of a `Retry-After` header; NaN without one. */
export function secondsFrom(header: string | null): number {
  return header === null ? Number.NaN : Number(header);
}

function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
