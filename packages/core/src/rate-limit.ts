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
  "message.search_everywhere": { burst: 30, perSecond: 1 },
  "ticket.list": { burst: 100, perSecond: 10 },
  "ticket.update": { burst: 100, perSecond: 10 },
  "person.list": { burst: 60, perSecond: 5 },
  "canned_reply.put": { burst: 50, perSecond: 2 },
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

/** How much of a rate's burst is worth telling other nodes of. */
const NOTABLE_PART = 0.1;

const MAX_BUCKETS = 50_000;

interface Bucket {
  tokens: number;
  at: number;
  /** How much of what was used here other nodes have not been told of. */
  untold: number;
}

/** How much of a rate somebody has used on one node. */
export interface Usage {
  readonly key: string;
  readonly rate: Rate;
  readonly tokens: number;
}

/**
 * Counts what people do against a rate each, on all nodes together: each hears of whoever uses a notable part of
 * their rate on another (`tellOthers`), and takes it off. Bounded in memory: the longest unused buckets are
 * forgotten first.
 */
export class RateLimit {
  readonly #buckets = new Map<string, Bucket>();

  constructor(
    private readonly clock: Clock,
    private readonly tellOthers: (usage: Usage) => void = () => {},
  ) {}

  /** Takes one token, or throws `rate_limited` with the time to wait. */
  take(key: string, rate: Rate): void {
    const bucket = this.#bucket(key, rate);
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
    bucket.untold += 1;
    if (bucket.untold < rate.burst * NOTABLE_PART) return;
    this.tellOthers({ key, rate, tokens: bucket.untold });
    bucket.untold = 0;
  }

  /** Takes off what was used on another node. */
  takeFar({ key, rate, tokens }: Usage): void {
    const bucket = this.#bucket(key, rate);
    // However much it is, the wait is never longer than for two bursts.
    bucket.tokens = Math.max(-rate.burst, bucket.tokens - Math.max(0, tokens));
  }

  /** The bucket as it is now, moved to the end of those to be forgotten. */
  #bucket(key: string, rate: Rate): Bucket {
    const now = this.clock.now();
    const bucket = this.#buckets.get(key) ?? { tokens: rate.burst, at: now, untold: 0 };
    const elapsedMs = Math.max(0, now - bucket.at);
    bucket.tokens = Math.min(rate.burst, bucket.tokens + (elapsedMs / 1000) * rate.perSecond);
    // Whoever has not used anything for so long has not on other nodes either, as far as they know.
    if (bucket.tokens === rate.burst) bucket.untold = 0;
    bucket.at = now;
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > MAX_BUCKETS) {
      const [oldest] = this.#buckets.keys();
      if (oldest !== undefined) this.#buckets.delete(oldest);
    }
    return bucket;
  }
}
