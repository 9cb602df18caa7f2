/** Finds what has happened to sessions lately, on all tickets. */
export const SESSION_CHANGES = `
create index events_of_sessions on events (at, ticket_id, seq) where type = 'session.changed';
`;
