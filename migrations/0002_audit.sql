-- Who did what: one hash chain an organisation. Owner: server/platform/audit.
create table audit_row (
  organisation_id uuid not null,
  number bigint not null,                 -- 1, 2, 3 … without a hole
  at timestamptz not null,
  person_id uuid,                         -- null: Folkmoot itself
  action text not null check (length(action) between 1 and 100),
  subject text not null check (length(subject) <= 500),
  detail jsonb not null,                  -- ids, names of fields, counts; never a post's text
  previous bytea not null,                -- hash of row number - 1; 32 zero bytes for the first
  hash bytea not null,                    -- SHA-256 over canonical JSON of all of the above
  primary key (organisation_id, number)
);
create index audit_row_person on audit_row (organisation_id, person_id, number);
create index audit_row_subject on audit_row (organisation_id, subject, number);

-- Where each chain ends, so that a missing tail is noticed.
create table audit_head (
  organisation_id uuid primary key,
  number bigint not null,
  hash bytea not null
);

create function audit_row_is_kept() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is only added to';
end $$;
create trigger audit_row_is_kept before update or delete or truncate on audit_row
  for each statement execute function audit_row_is_kept();
