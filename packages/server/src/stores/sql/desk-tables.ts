/**
 * What lists of tickets are found by, what pictures and recordings are like, and canned replies: a step of either
 * database's schema, which calls its integers and a table that lies in the order of its key something else.
 */
export function deskTables(integer: string, ofKeyedTable: string): string {
  return `
-- 0 for nobody, so that the tickets nobody has been given stand together in order. In step with ticket_people.
alter table tickets add column assignee_id ${integer} not null default 0;
update tickets set assignee_id = coalesce(
  (select user_id from ticket_people p where p.ticket_id = tickets.id and p.relation = 'assignee'), 0
);
create index tickets_by_status on tickets (status, updated_at, id);
create index tickets_by_assignee on tickets (assignee_id, updated_at, id);
create index tickets_by_assignee_and_status on tickets (assignee_id, status, updated_at, id);

create index users_by_role on users (role, id);
create index sessions_open_of_agent on sessions (agent_id, changed_at) where ended_at is null;

-- A JSON object; null when nothing is known.
alter table attachments add column media text;

-- owner_id is 0 for what everybody may use.
create table canned_replies (
  id text primary key,
  owner_id ${integer} not null,
  shortcut text not null,
  title text not null,
  text text not null,
  updated_at ${integer} not null,
  unique (owner_id, shortcut)
)${ofKeyedTable};
`;
}
