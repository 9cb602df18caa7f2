/** Tickets, people, the log and what hangs on it. */
export const FOUNDATION = `
create table counters (
  name text primary key,
  next integer not null
) strict, without rowid;
insert into counters (name, next) values ('users', 1), ('tickets', 1);

create table users (
  id integer primary key,
  ref text not null unique,
  number integer not null unique,
  name text not null,
  email text,
  role text not null,
  type text,
  company text,
  department text,
  permissions text not null,
  role_told_at integer
) strict;
create index users_by_word_of_host on users (role_told_at) where role_told_at is not null;

create table tickets (
  id integer primary key,
  ref text not null unique,
  number integer not null unique,
  epoch text not null,
  subject text,
  category text,
  priority text,
  status text,
  created_at integer not null,
  updated_at integer not null
) strict;
create index tickets_by_change on tickets (updated_at, id);

create table ticket_people (
  ticket_id integer not null references tickets,
  relation text not null,
  position integer not null,
  user_id integer not null references users,
  primary key (ticket_id, relation, position)
) strict, without rowid;
create index ticket_people_by_user on ticket_people (user_id, ticket_id);

create table logs (
  ticket_id integer primary key references tickets,
  seq integer not null default 0,
  hidden integer not null default 0,
  public_messages integer not null default 0,
  internal_messages integer not null default 0
) strict;

-- AUTOINCREMENT: a number that was once given never names another message.
create table messages (
  number integer primary key autoincrement,
  id text not null unique,
  ticket_id integer not null references tickets,
  seq integer not null,
  hidden integer not null,
  sender_id integer not null references users,
  kind text not null,
  audience text not null,
  text text not null,
  files integer not null,
  client_id text,
  fingerprint text,
  created_at integer not null,
  updated_at integer not null
) strict;
create unique index messages_said_once on messages (ticket_id, sender_id, client_id) where client_id is not null;

-- Clustered by ticket and seq, so it is also the index that pages of messages are found by.
create table events (
  ticket_id integer not null references tickets,
  seq integer not null,
  hidden integer not null,
  type text not null,
  audience text not null,
  at integer not null,
  by_id integer references users,
  message integer,
  data text,
  primary key (ticket_id, seq)
) strict, without rowid;

create table attachments (
  id text primary key,
  ticket_id integer not null references tickets,
  uploader_id integer not null references users,
  message integer,
  position integer not null,
  name text not null,
  stored_name text not null,
  type text not null,
  size integer not null,
  uploaded_at integer not null
) strict, without rowid;
create index attachments_of_message on attachments (message, position) where message is not null;
create index attachments_unsent on attachments (uploaded_at) where message is null;
`;
