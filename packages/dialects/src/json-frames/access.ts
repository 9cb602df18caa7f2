import { anyOf, hasRole, isRelated } from "@ticketwire/core";

/** The ticket's customer, whatever their role; every agent; every admin. */
export const access = anyOf(hasRole("admin", "agent"), isRelated("customer"));
