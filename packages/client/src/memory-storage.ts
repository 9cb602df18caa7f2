import type { KeptMessage, OutboxStorage } from "./outbox-storage.js";

/** Keeps unsent messages for as long as the process lives. */
export function memoryStorage(): OutboxStorage {
  const owners = new Map<string, Map<string, KeptMessage>>();
  const of = (owner: string): Map<string, KeptMessage> => {
    const kept = owners.get(owner) ?? new Map<string, KeptMessage>();
    owners.set(owner, kept);
    return kept;
  };
  const nameOf = ({ ticket, clientId }: Pick<KeptMessage, "ticket" | "clientId">) =>
    JSON.stringify([ticket, clientId]);
  return {
    load: (owner) => Promise.resolve([...of(owner).values()]),
    keep: async (owner, message) => {
      of(owner).set(nameOf(message), message);
    },
    forget: async (owner, message) => {
      of(owner).delete(nameOf(message));
    },
  };
}
