/** Tokens that are no longer good before they end. */
export const REVOCATIONS = `
create table revocations (
  "of" text not null,
  name text not null,
  issued_to bigint,
  expires_at bigint,
  at bigint not null,
  primary key ("of", name)
);
create index revocations_by_time on revocations (at);
create index revocations_by_end on revocations (expires_at) where expires_at is not null;
`;
