// What `isAnswerOrQuestion` says, of a message `m` by a user `u`.
const BY_SOMEBODY = "m.kind <> 'system' and u.role not in ('bot', 'service')";

/** Whether a message answers the customer. */
export const IS_ANSWER = `${BY_SOMEBODY} and u.role <> 'customer'`;

/** Whether a message asks for an answer. */
export const IS_QUESTION = `${BY_SOMEBODY} and u.role = 'customer'`;
