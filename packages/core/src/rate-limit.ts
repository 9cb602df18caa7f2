import type { CommandName } from "./command.js";
import { ChatError } from "./errors.js";
import type { Clock } from "./ports/clock.js";

/** A token bucket: so many at once, then so many a second. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** How often one person may do what. Wide for the fastest typist, narrow for a loop. */
export const RATES: Readonly<Partial<Record<CommandName, Rate>>> = {
  "message.post": { burst: 100, perSecond: 10 },
  "ticket.join": { burst: 200, perSecond: 20 },
  "typing.start": { burst: 100, perSecond: 10 },
  "typing.stop": { burst: 100, perSecond: 10 },
  "message.list": { burst: 200, perSecond: 20 },
  "attachment.upload": { burst: 50, perSecond: 2 },
  "message.edit": { burst: 100, perSecond: 10 },
  "message.delete": { burst: 100, perSecond: 10 },
  "message.react": { burst: 100, perSecond: 10 },
  "message.search": { burst: 60, perSecond: 5 },
  "ticket.export": { burst: 10, perSecond: 0.2 },
  "receipt.mark": { burst: 200, perSecond: 20 },
  "session.open": { burst: 20, perSecond: 1 },
  "session.list": { burst: 100, perSecond: 10 },
};

/** How often anybody may sign in, or make a request, from one address. */
export const SIGN_IN_RATE: Rate = { burst: 2000, perSecond: 200 };

/** How many busy people one address may stand for: an office behind one router. */
const PEOPLE_PER_ADDRESS = 20;

/** How often an address may do what one person may do at `rate`. */
export function rateOfAddress({ burst, perSecond }: Rate): Rate {
  return { burst: burst * PEOPLE_PER_ADDRESS, perSecond: perSecond * PEOPLE_PER_ADDRESS };
}

const MAX_BUCKETS = 50_000;

interface Bucket {
  tokens: number;
  at: number;
}

/** Counts what people do against a rate each. Bounded in memory: the longest unused buckets are forgotten first. */
export class RateLimit {
  readonly #buckets = new Map<string, Bucket>();

  constructor(private readonly clock: Clock) {}

  /** Takes one token, or throws `rate_limited` with the time to wait. */
  take(key: string, rate: Rate): void {
    const now = this.clock.now();
    const bucket = this.#buckets.get(key) ?? { tokens: rate.burst, at: now };
    const elapsedMs = Math.max(0, now - bucket.at);
    bucket.tokens = Math.min(rate.burst, bucket.tokens + (elapsedMs / 1000) * rate.perSecond);
    bucket.at = now;
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > MAX_BUCKETS) {
      const [oldest] = this.#buckets.keys();
      if (oldest !== undefined) this.#buckets.delete(oldest);
    }
    if (bucket.tokens < 1) {
      const retryAfterMs = Math.ceil(((1 - bucket.tokens) / rate.perSecond) * 1000);
      throw new ChatError(
        "rate_limited",
        `too many requests, try again in ${Math.ceil(retryAfterMs / 1000)} s`,
        {
          retryAfterMs,
        },
      );
    }
    bucket.tokens -= 1;
  }
}
