/** Where messages stand in their tickets' logs is found in an index of theirs, written with them. */
export const PLACES = `
drop table message_places;
create index messages_by_place on messages (ticket_id, seq, hidden, audience, deleted_at);
create view message_places as
  select ticket_id, seq, hidden, audience, number as message, deleted_at from messages;
`;
