-- Standing searches, sources, what was heard and counted. Owner: server/listen.
create sequence listen_revision;

create table listen_search (
  organisation_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  query text not null check (length(query) between 1 and 2000),
  purpose text not null check (length(purpose) between 10 and 500),
  owner_id uuid not null,
  owner_name text not null check (length(owner_name) <= 200),
  lawful_basis text not null check (lawful_basis in ('public-task', 'legal-obligation', 'legitimate-interests', 'vital-interests', 'law-enforcement', 'consent')),
  retention_days integer not null check (retention_days between 1 and 2555),
  paused_at timestamptz,
  paused_because text check (length(paused_because) <= 300),
  expires_at timestamptz,                 -- when an authorisation that it needs runs out
  created_at timestamptz not null,
  created_by uuid not null,
  deleted_at timestamptz,
  revision bigint not null default nextval('listen_revision'),
  primary key (organisation_id, id)
);
create index listen_search_revision on listen_search (revision);

create table listen_source (
  organisation_id uuid not null,
  id uuid not null,
  channel text not null check (length(channel) <= 20),
  name text not null check (length(name) between 1 and 200),
  settings jsonb not null,
  cursor text check (length(cursor) <= 20000),
  paused_at timestamptz,
  listening jsonb,                        -- what the channel last said of itself
  listening_at timestamptz,
  last_contact_at timestamptz,
  last_heard_at timestamptz,
  created_at timestamptz not null,
  removed_at timestamptz,
  revision bigint not null default nextval('listen_revision'),
  primary key (organisation_id, id)
);
create index listen_source_revision on listen_source (revision);

-- Which search keeps which post. The labels are repeated here so that a count opens to its rows without reading posts.
create table listen_match (
  organisation_id uuid not null,
  search_id uuid not null,
  post_id uuid not null,
  tone text not null,
  source_kind text not null,
  lang text not null,
  copy boolean not null,                  -- near-identical to a post that the same search already keeps
  primary key (organisation_id, search_id, post_id),
  foreign key (organisation_id, post_id) references record_post on delete cascade
);
create index listen_match_post on listen_match (organisation_id, post_id);

-- Counts per search and minute. They stay when posts are erased.
create table listen_minute (
  organisation_id uuid not null,
  search_id uuid not null,
  minute timestamptz not null,
  n integer not null default 0,
  negative integer not null default 0,
  positive integer not null default 0,
  media integer not null default 0,
  official integer not null default 0,
  charity integer not null default 0,
  business integer not null default 0,
  eyewitness integer not null default 0,
  primary key (organisation_id, search_id, minute)
);
create table listen_minute_lang (
  organisation_id uuid not null,
  search_id uuid not null,
  minute timestamptz not null,
  lang text not null check (length(lang) <= 35),
  n integer not null,
  primary key (organisation_id, search_id, minute, lang)
);

-- What was heard, kept or not: the only trace of a post that no search asked for.
create table listen_heard (
  organisation_id uuid not null,
  source_id uuid not null,
  minute timestamptz not null,
  heard integer not null default 0,
  kept integer not null default 0,
  primary key (organisation_id, source_id, minute)
);

-- A stretch that nobody can hear again. Stays for ever.
create table listen_gap (
  organisation_id uuid not null,
  source_id uuid not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  reason text not null check (length(reason) <= 500),
  primary key (organisation_id, source_id, from_at)
);

create table listen_quarantine (
  organisation_id uuid not null,
  source_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  reason text not null check (length(reason) <= 300),
  sample text not null check (length(sample) <= 500),
  primary key (organisation_id, source_id, id)
);
create table listen_quarantine_reason (
  organisation_id uuid not null,
  source_id uuid not null,
  reason text not null check (length(reason) <= 300),
  n bigint not null,
  primary key (organisation_id, source_id, reason)
);

create table listen_preview (
  organisation_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  query text not null check (length(query) <= 2000),
  lawful_basis text not null,
  started_at timestamptz,                 -- set by the listener that counts it
  heard bigint not null default 0,
  matches bigint not null default 0,
  done boolean not null default false,
  created_at timestamptz not null,
  primary key (organisation_id, id)
);

create table listen_spike (
  organisation_id uuid not null,
  search_id uuid not null,
  id uuid not null,
  started_at timestamptz not null,
  last_at timestamptz not null,          -- when it was last seen to go on
  ended_at timestamptz,
  peak integer not null,
  expected real not null,
  high real not null,
  basis text not null check (length(basis) <= 200),
  primary key (organisation_id, search_id, id)
);
create unique index listen_spike_open on listen_spike (organisation_id, search_id) where ended_at is null;

create table listen_layout (
  organisation_id uuid not null,
  person_id uuid not null,
  columns jsonb not null,
  saved_at timestamptz not null,
  primary key (organisation_id, person_id)
);

-- Openings of posts by private people, and who was allowed to go on.
create table listen_opening (
  organisation_id uuid not null,
  person_id uuid not null,
  account_key bytea not null,             -- hash of channel and account: enough to count, no list of names
  post_id uuid not null,
  at timestamptz not null,
  primary key (organisation_id, person_id, account_key, at, post_id)
);
create table listen_authorisation (
  organisation_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  person_name text not null check (length(person_name) <= 200),
  handle text not null check (length(handle) <= 320),
  kind text not null check (kind in ('authorised', 'immediate')),
  reference text check (length(reference) <= 120),
  role text check (length(role) <= 120),
  reason text check (length(reason) <= 500),
  given_at timestamptz not null,
  ends_at timestamptz not null,
  primary key (organisation_id, id)
);
create index listen_authorisation_person on listen_authorisation (organisation_id, person_id, handle, ends_at);

create table listen_correction (
  organisation_id uuid not null,
  id uuid not null,
  post_id uuid not null,
  label text not null check (label in ('lang', 'tone', 'sourceKind', 'places')),
  from_value text not null check (length(from_value) <= 2000),
  to_value text not null check (length(to_value) <= 2000),
  person_id uuid not null,
  person_name text not null check (length(person_name) <= 200),
  at timestamptz not null,
  primary key (organisation_id, id)
);
create index listen_correction_post on listen_correction (organisation_id, post_id);
