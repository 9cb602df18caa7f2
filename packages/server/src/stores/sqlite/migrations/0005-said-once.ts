/**
 * Client ids before senders: ids that grow with time, as clients make them, land on the last page of their ticket, where
 * otherwise each sender has a page of their own that a commit must write.
 */
export const SAID_ONCE = `
drop index messages_said_once;
create unique index messages_said_once on messages (ticket_id, client_id, sender_id) where client_id is not null;
`;
