import type { Language } from "@ticketwire/core";
import type { Dialect } from "@ticketwire/dialects";

/** What core knows of a dialect besides how to reach its listeners. */
export function capabilitiesOf({
  name,
  access,
  speaksInternal,
  showsDeleted,
  speaksAudio,
  followsSession,
  followsTickets,
}: Dialect): Omit<Language, "group"> {
  return { name, access, speaksInternal, showsDeleted, speaksAudio, followsSession, followsTickets };
}

/**
 * How core reaches connections that speak one of these dialects: as the first of them, but sessions are followed as
 * any of them would. The same dialects give the same language each time.
 */
export function languages(of: (dialect: Dialect) => Language): (dialects: readonly Dialect[]) => Language {
  const known = new Map<string, Language>();
  return (dialects) => {
    const key = dialects.map(({ name }) => name).join();
    const language = known.get(key) ?? combined(dialects, of);
    known.set(key, language);
    return language;
  };
}

function combined(dialects: readonly Dialect[], of: (dialect: Dialect) => Language): Language {
  const [first] = dialects;
  if (!first) throw new Error("a connection speaks no dialect");
  const follow = dialects.flatMap(({ followsSession }) => followsSession ?? []);
  if (follow.length === 0 || dialects.length === 1) return of(first);
  return { ...of(first), followsSession: (who, event) => follow.some((follows) => follows(who, event)) };
}
