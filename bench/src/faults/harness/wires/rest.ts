import { ANSWER_WITHIN_MS, Lost, type Place, Refusal, type Told } from "./wire.js";

const PAGE = 200;

/** How a dialect pages through a ticket over REST. */
export interface Pages {
  /** The path of a page; `query` is `limit=…` and a cursor. */
  readonly path: (query: string) => string;
  /** The page's messages, oldest first. */
  readonly read: (body: Readonly<Record<string, unknown>>) => readonly Told[];
}

/** Everything on a ticket after a place, or since the beginning, oldest first. */
export async function readOn(
  url: string,
  token: string,
  { path, read }: Pages,
  place: Place | undefined,
): Promise<readonly Told[]> {
  const page = async (cursor: string) => read(await get(url + path(`limit=${PAGE}${cursor}`), token));
  const found: Told[] = [];
  if (place) {
    for (let last = place.last.id; ; last = found.at(-1)?.id ?? last) {
      const next = await page(`&after=${last}`);
      found.push(...next);
      if (next.length < PAGE) return found;
    }
  }
  for (let older = await page(""); ; older = await page(`&before=${found[0]?.id}`)) {
    found.unshift(...older);
    if (older.length < PAGE) return found;
  }
}

async function get(url: string, token: string): Promise<Readonly<Record<string, unknown>>> {
  const answer = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  }).catch((failure: unknown) => {
    throw new Lost(`GET failed: ${String(failure)}`);
  });
  const body = (await answer.json().catch(() => ({}))) as Readonly<Record<string, unknown>>;
  if (answer.ok) return body;
  const retryAfterMs = Number(answer.headers.get("retry-after") ?? 0) * 1000;
  throw new Refusal(String(body.code), answer.status >= 500 || answer.status === 429, retryAfterMs);
}
