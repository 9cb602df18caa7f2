/** Tokens that are no longer good before they end. */
export const REVOCATIONS = `
create table revocations (
  "of" text not null,
  name text not null,
  issued_to integer,
  expires_at integer,
  at integer not null,
  primary key ("of", name)
) strict, without rowid;
create index revocations_by_time on revocations (at);
create index revocations_by_end on revocations (expires_at) where expires_at is not null;
`;
