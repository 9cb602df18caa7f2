import type { Cluster } from "./cluster.js";
import { comesToHold, pause } from "./pause.js";
import type { Talker } from "./talker.js";

/** How long something is waited for that was promised sooner, in ms. */
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 50;

/** Takes notes of what an outage does to those who must not feel it, or only be told to wait. */
export class Outage {
  readonly #losses: ReadonlyMap<Talker, number>;
  readonly #refusals: ReadonlyMap<Talker, number>;
  /** By performance.now(). */
  readonly since = performance.now();

  constructor(private readonly talkers: readonly Talker[]) {
    this.#losses = new Map(talkers.map((talker) => [talker, talker.losses.length]));
    this.#refusals = new Map(talkers.map((talker) => [talker, talker.refusals.length]));
  }

  /** Whose connection has ended since, a sentence each. */
  lost(): readonly string[] {
    return this.talkers.flatMap((talker) => {
      const lost = talker.losses.slice(this.#losses.get(talker));
      return lost.length === 0 ? [] : [`${talker.name} lost its connection: ${lost.at(-1)?.why}`];
    });
  }

  /** Who has been refused since, a sentence each; with `for`, only for something else than to be told to wait. */
  refused(unlessFor?: string): readonly string[] {
    return this.talkers.flatMap((talker) => {
      const since = talker.refusals.slice(this.#refusals.get(talker));
      const wrong = since.find(({ code, retryable }) => code !== unlessFor || !retryable);
      return wrong === undefined ? [] : [`${talker.name} was refused: ${wrong.code}`];
    });
  }

  /** How many have been told to wait since. */
  get waited(): number {
    return this.talkers.filter((talker) => talker.refusals.length > (this.#refusals.get(talker) ?? 0)).length;
  }
}

/** Has each of these say something from now on and gives how long it takes until all of it is acknowledged, in ms. */
export async function resumedMs(cluster: Cluster, talkers: readonly Talker[]): Promise<number> {
  const since = performance.now();
  const areAcked = () => talkers.every(({ acked }) => (acked.at(-1)?.ackedAt ?? 0) > since);
  for (const talker of talkers) cluster.say(talker);
  await comesToHold(areAcked, PATIENCE_MS);
  return performance.now() - since;
}

/** How long it takes until all nodes say that their bus is here, in ms. */
export async function untilBusMs(cluster: Cluster, isHere = true): Promise<number> {
  const since = performance.now();
  for (const url of cluster.urls()) {
    while ((await isBusHere(url)) !== isHere && performance.now() - since < PATIENCE_MS)
      await pause(LOOK_EVERY_MS);
  }
  return performance.now() - since;
}

async function isBusHere(url: string): Promise<boolean | undefined> {
  const answer = await fetch(`${url}/readyz`).catch(() => undefined);
  if (!answer?.ok) return undefined;
  return ((await answer.json()) as { readonly bus?: string }).bus !== "away";
}

/** Of what was acknowledged between two times by performance.now(), how long these waited for it at most, in ms. */
export function longestDeliveryMs(
  cluster: Cluster,
  from: number,
  to: number,
  readers: readonly Talker[] = cluster.talkers,
  /** Waiting before this time is not counted. */
  since = 0,
): number {
  const acked = cluster.talkers.flatMap((talker) => talker.acked);
  const ackedAt = new Map(acked.map((one) => [one.key, one.ackedAt]));
  const times = readers
    .flatMap(({ shown }) => [...shown.values()].flat())
    .flatMap(({ text, at }) => {
      const known = ackedAt.get(text);
      return known !== undefined && known >= from && known < to ? [at - Math.max(known, since)] : [];
    });
  return times.reduce((longest, ms) => Math.max(longest, ms), 0);
}

/**
 * How long any of these had no acknowledgement between two times by performance.now(), at most, in ms, while they said one
 * thing after the other.
 */
export function longestSilenceMs(talkers: readonly Talker[], from: number, to: number): number {
  const gaps = talkers.flatMap(({ acked }) => {
    const times = [from, ...acked.map(({ ackedAt }) => ackedAt).filter((at) => at > from && at < to), to];
    return times.map((at, index) => at - (times[index - 1] ?? at));
  });
  return gaps.reduce((longest, ms) => Math.max(longest, ms), 0);
}
