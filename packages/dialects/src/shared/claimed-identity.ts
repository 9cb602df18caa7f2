import { ChatError, type Identity, roleFrom } from "@ticketwire/core";
import { z } from "zod";

const claim = z.union([z.string(), z.number()], { error: "expected a string" }).nullish();

const ID_FIELDS = ["senderId", "sender_id", "userId", "user_id"] as const;
const TYPE_FIELDS = ["senderType", "sender_type", "senderRole", "userType", "user_type", "userRole"] as const;
const NAME_FIELDS = [
  "senderName",
  "sender_name",
  "userName",
  "user_name",
  "agentName",
  "customerName",
] as const;

/** The fields in which clients say who they are; a schema takes them in, `checkClaimedIdentity` judges them. */
export const claimedIdentity = {
  senderId: claim,
  sender_id: claim,
  userId: claim,
  user_id: claim,
  senderType: claim,
  sender_type: claim,
  senderRole: claim,
  userType: claim,
  user_type: claim,
  userRole: claim,
  senderName: claim,
  sender_name: claim,
  userName: claim,
  user_name: claim,
  agentName: claim,
  customerName: claim,
} satisfies Record<
  (typeof ID_FIELDS)[number] | (typeof TYPE_FIELDS)[number] | (typeof NAME_FIELDS)[number],
  typeof claim
>;

/** What a payload says about who sent it. */
export type ClaimedIdentity = Readonly<Partial<Record<keyof typeof claimedIdentity, z.output<typeof claim>>>>;

/**
 * Throws `forbidden` when a payload names another sender than the token does. Nothing in a payload ever
 * makes somebody somebody else. Ids are compared with `ownId`, the one the dialect speaks; `ownTypes` are words it has
 * for the sender besides their role.
 */
export function checkClaimedIdentity(
  payload: ClaimedIdentity,
  me: Identity,
  ownId: string = me.user.ref,
  ownTypes: readonly string[] = [],
): void {
  for (const field of ID_FIELDS) check(field, payload[field], ownId, (said) => said === ownId);
  for (const field of TYPE_FIELDS) {
    check(field, payload[field], me.role, (said) => {
      return roleFrom(said) === me.role || said === me.user.type || ownTypes.includes(said);
    });
  }
  for (const field of NAME_FIELDS) {
    check(field, payload[field], me.user.name, (said) => said === me.user.name);
  }
}

function check(
  field: string,
  claimed: z.output<typeof claim>,
  own: string,
  isOwn: (said: string) => boolean,
): void {
  if (claimed === undefined || claimed === null) return;
  const said = String(claimed);
  if (isOwn(said)) return;
  const shown = JSON.stringify(said.slice(0, 60));
  throw new ChatError("forbidden", `${field} is ${shown}, expected your own: ${own}`, { field });
}
