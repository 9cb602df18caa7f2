import { ChatError } from "@ticketwire/core";
import { z } from "zod";

const key = z.union([z.string(), z.number()], { error: "expected a string" }).nullish();

/** The names under which clients give their own key for a message, the first one given being used. */
export const CLIENT_KEY_FIELDS = ["temp_id", "tempId", "clientId", "client_message_id"] as const;

/** Schema fields for the sender's own key of a message. */
export const clientKey = {
  temp_id: key,
  tempId: key,
  clientId: key,
  client_message_id: key,
} satisfies Record<(typeof CLIENT_KEY_FIELDS)[number], typeof key>;

/** A payload that may carry the sender's key. */
export type WithClientKey = Readonly<
  Partial<Record<(typeof CLIENT_KEY_FIELDS)[number], z.output<typeof key>>>
>;

/**
 * The sender's own key for a message (SPEC: S2); undefined when there is none. `header` is the
 * `Idempotency-Key` of a request. Throws `invalid` when it differs from the key in the payload.
 */
export function clientKeyOf(payload: WithClientKey, header?: string | undefined): string | undefined {
  const [given] = Object.values(givenKeys(payload));
  if (given !== undefined && header !== undefined && given !== header) {
    throw new ChatError(
      "invalid",
      `key is ${JSON.stringify(given.slice(0, 60))}, expected the Idempotency-Key`,
      {
        field: "Idempotency-Key",
      },
    );
  }
  return given ?? header;
}

/** The key fields a client gave, as text, to be said back in the acknowledgement. */
export function givenKeys(payload: WithClientKey): Readonly<Record<string, string>> {
  const given: Record<string, string> = {};
  for (const field of CLIENT_KEY_FIELDS) {
    const value = payload[field];
    if (value !== undefined && value !== null) given[field] = String(value);
  }
  return given;
}
