/** Sessions, receipts, reactions, replies, and messages that change after they were said. */
export const CONVERSATION = `
-- What an append must know of a ticket is in the row it reads anyway.
alter table logs add column public_deleted integer not null default 0;
alter table logs add column internal_deleted integer not null default 0;
alter table logs add column session integer;
alter table logs add column session_status text;

alter table messages add column edited_at integer;
alter table messages add column deleted_at integer;
alter table messages add column deleted_place integer;
alter table messages add column reply_to integer;
alter table messages add column reactions integer not null default 0;

-- Where each message stands in its ticket's log. Apart from the other events, so that pages, which are found here,
-- walk over nothing but messages, whatever else happens on a ticket.
create table message_places (
  ticket_id integer not null,
  seq integer not null,
  hidden integer not null,
  audience text not null,
  message integer not null,
  deleted_at integer,
  primary key (ticket_id, seq)
) strict, without rowid;
insert into message_places (ticket_id, seq, hidden, audience, message)
  select ticket_id, seq, hidden, audience, message from events where type = 'message.posted';
delete from events where type = 'message.posted';

-- A file need not belong to a ticket before it is sent. Files from before have no digest: each is like itself only.
alter table attachments rename to attachments_before;
create table attachments (
  id text primary key,
  ticket_id integer references tickets,
  uploader_id integer not null references users,
  message integer,
  position integer not null,
  name text not null,
  stored_name text not null,
  type text not null,
  size integer not null,
  uploaded_at integer not null,
  digest text not null
) strict, without rowid;
insert into attachments
  select id, ticket_id, uploader_id, message, position, name, stored_name, type, size, uploaded_at, id
  from attachments_before;
drop table attachments_before;
create index attachments_of_message on attachments (message, position) where message is not null;
create index attachments_unsent on attachments (uploaded_at) where message is null;

-- The number orders reactions: first come, first shown.
create table reactions (
  number integer primary key,
  message integer not null references messages,
  emoji text not null,
  user_id integer not null references users,
  unique (message, emoji, user_id)
) strict;

-- What somebody has read: others' messages in the log after from_seq up to to_seq that the audience may see. The
-- spans of one reader and audience do not overlap. place is the seq of the event that told it.
create table receipts (
  ticket_id integer not null references tickets,
  user_id integer not null references users,
  audience text not null,
  from_seq integer not null,
  to_seq integer not null,
  at integer not null,
  place integer not null,
  primary key (ticket_id, user_id, audience, from_seq)
) strict, without rowid;

-- Everything of others that the audience may see is read up to read_to, so that counting begins after it. Whoever
-- has a receipt has a row here.
create table readers (
  ticket_id integer not null references tickets,
  user_id integer not null references users,
  audience text not null,
  read_to integer not null,
  primary key (ticket_id, user_id, audience)
) strict, without rowid;

create table sessions (
  number integer primary key autoincrement,
  id text not null unique,
  name text not null unique,
  ticket_id integer not null references tickets,
  status text not null,
  customer_id integer references users,
  agent_id integer references users,
  context text not null,
  from_seq integer not null,
  from_hidden integer not null,
  to_seq integer,
  to_hidden integer,
  started_at integer not null,
  accepted_at integer,
  ended_at integer,
  changed_at integer not null
) strict;
create index sessions_of_ticket on sessions (ticket_id, number);
create unique index sessions_one_open on sessions (ticket_id) where ended_at is null;
create index sessions_open on sessions (changed_at, number) where ended_at is null;
create index sessions_open_of_customer on sessions (customer_id, changed_at) where ended_at is null;

create table session_members (
  number integer primary key autoincrement,
  session integer not null references sessions,
  user_id integer not null references users,
  joined_at integer not null,
  unique (session, user_id)
) strict;
`;
