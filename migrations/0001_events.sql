-- What happened inside Folkmoot, in commit order; kept 48 hours. Owner: server/platform/events.
create sequence platform_event_number;

create table platform_event (
  organisation_id uuid not null,
  number bigint not null,                 -- grows in commit order within an organisation
  at timestamptz not null default clock_timestamp(),
  type text not null check (length(type) <= 100),   -- slice.noun-verbed
  data jsonb not null,                    -- ids and counts, never a post's text
  primary key (organisation_id, number)
);
create index platform_event_at on platform_event (organisation_id, at);

-- The highest number that was pruned: a reader whose cursor is below it must load a fresh snapshot.
create table platform_event_floor (
  organisation_id uuid primary key,
  number bigint not null
);
