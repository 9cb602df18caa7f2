import { anyOf, hasRole, isRelated } from "@ticketwire/core";

/** Admins, and the client whose ticket it is. */
export const access = anyOf(hasRole("admin"), isRelated("customer"));
