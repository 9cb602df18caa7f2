import {
  ChatError,
  type Identity,
  type Person,
  type Role,
  roleFrom,
  type Side,
  sideOf,
} from "@ticketwire/core";
import { type ClaimedIdentity, checkClaimedIdentity } from "../shared/claimed-identity.js";

const MAY_SPEAK_FOR_THE_SYSTEM: readonly Role[] = ["admin", "service", "bot"];

/** Throws `forbidden` when a payload names another sender than the token does. Here a type is a side of the ticket. */
export function checkSender(payload: ClaimedIdentity, me: Identity): void {
  const types = MAY_SPEAK_FOR_THE_SYSTEM.includes(me.role) ? [sideOf(me.role), "system"] : [sideOf(me.role)];
  checkClaimedIdentity(payload, me, String(me.user.number), types);
}

/** The side a word names. Throws `invalid` for a word that names none; whose side it is the engine knows. */
export function sideNamed(word: string): Side {
  const role = roleFrom(word);
  if (role !== undefined) return sideOf(role);
  const shown = JSON.stringify(word.slice(0, 60));
  throw new ChatError("invalid", `userType is ${shown}, expected agent or customer`, { field: "userType" });
}

/** Somebody's name, under the word for their side. */
export function namesOf({ role, name }: Person): { agentName: string | null; customerName: string | null } {
  return sideOf(role) === "agent"
    ? { agentName: name, customerName: null }
    : { agentName: null, customerName: name };
}
