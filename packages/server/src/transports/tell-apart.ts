import { ChatError } from "@ticketwire/core";
import type { Dialect } from "@ticketwire/dialects";

/** What a handshake says about the dialect that will be spoken. */
export interface Handshake {
  /** The dialect it names outright, if any. */
  readonly stated: unknown;
  readonly hasToken: boolean;
}

/**
 * Which of the dialects that share a wire a new connection may speak; the first is assumed until an event settles
 * it. One that is stated outright wins. Who brings no token speaks one in which one can sign in later; who brings
 * one speaks one of those in which one can't.
 */
export function tellApart(
  dialects: readonly Dialect[],
  { stated, hasToken }: Handshake,
): readonly [Dialect, ...Dialect[]] {
  const named = stated === undefined ? dialects : dialects.filter(({ name }) => name === stated);
  const [any] = named;
  if (!any) throw unknown(dialects, stated);
  const [first, ...others] = named.filter(({ live }) => (live.signIn === undefined) === hasToken);
  if (first) return [first, ...others];
  // Only one kind is there: a token is welcome to all of them, its absence to those that can wait for one.
  if (hasToken) return [any, ...named.slice(1)];
  throw new ChatError("unauthenticated", "no token, expected a signed JWT");
}

function unknown(dialects: readonly Dialect[], stated: unknown): ChatError {
  const names = dialects.map(({ name }) => name).join(", ");
  const shown = JSON.stringify(stated)?.slice(0, 60);
  return new ChatError("invalid", `dialect is ${shown}, expected one of ${names}`, { field: "dialect" });
}
