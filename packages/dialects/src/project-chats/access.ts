import { anyOf, isListed, isRelated } from "@ticketwire/core";

/**
 * The participants of the chat: the ticket's customer, whoever created it or works on it, and those who are
 * listed. Nobody else, admins included.
 */
export const access = anyOf(isRelated("customer"), isRelated("creator"), isRelated("assignee"), isListed);
