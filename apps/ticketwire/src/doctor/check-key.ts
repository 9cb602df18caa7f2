import { TOKEN_LEEWAY_MS } from "@ticketwire/core";
import type { Config } from "@ticketwire/server";
import { hasKey, NO_KEY } from "../cli/configuration.js";
import { messageOf } from "../cli/failure.js";
import { type Finding, fine, wrong } from "./finding.js";

const ASK_MS = 5000;

/** Whether there is something to check tokens with; a key set is asked for, and its server for the time. */
export async function checkKey(config: Config): Promise<Finding> {
  if (!hasKey(config)) return wrong("key", NO_KEY);
  const { secret, jwksUrl } = config.jwt;
  if (jwksUrl === undefined) return fine("key", "tokens are checked with a shared secret");
  const wrongs = await whatIsWrongWith(jwksUrl);
  if (wrongs !== undefined) return wrong("key", `the keys at JWT_JWKS_URL ${jwksUrl} ${wrongs}`);
  return fine("key", `tokens are checked with ${secret ? "a shared secret or " : ""}the keys at ${jwksUrl}`);
}

async function whatIsWrongWith(url: string): Promise<string | undefined> {
  let answer: Response;
  try {
    answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(ASK_MS) });
  } catch (failure) {
    const { cause } = failure as Error;
    return `can't be fetched: ${messageOf(cause ?? failure)}; check the address and the way there`;
  }
  const said = (await answer.json().catch(() => undefined)) as { readonly keys?: unknown } | undefined;
  if (answer.status !== 200) return `are answered with status ${answer.status}; check the address`;
  if (!Array.isArray(said?.keys) || said.keys.length === 0) return "are none; check the address";
  return skew(answer.headers.get("date"));
}

/** Tokens are judged by this machine's clock and made by the other's. */
function skew(date: string | null): string | undefined {
  const apartMs = date === null ? 0 : Math.abs(Date.now() - Date.parse(date));
  // A date in a header is up to a second old when it is written.
  if (!(apartMs > TOKEN_LEEWAY_MS + 1000)) return undefined;
  const apart = Math.round(apartMs / 1000);
  return `come from a machine whose clock is ${apart} s apart from this one's; set both by NTP`;
}
