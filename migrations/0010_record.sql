-- What was said in public and kept under a purpose. Owner: server/record.
create extension if not exists btree_gin;

create table record_post (
  organisation_id uuid not null,
  id uuid not null,                       -- version 7, made from "at": ids sort by when it was said or heard
  source_id uuid not null,
  channel text not null check (length(channel) <= 20),
  uri text not null check (length(uri) <= 2048),
  uri_key bytea not null check (octet_length(uri_key) = 16), -- first half of SHA-256 of the URI: the key by which a post is known once
  url text check (length(url) <= 2048),
  account_id text not null check (length(account_id) <= 512),
  handle text not null check (length(handle) <= 320),
  display_name text check (length(display_name) <= 640),
  text text not null check (length(text) <= 100000),
  content_warning text check (length(content_warning) <= 10000),
  links jsonb not null default '[]',
  media jsonb not null default '[]',
  mentions text[] not null default '{}',
  tags text[] not null default '{}',
  poll text[] not null default '{}',
  in_reply_to text check (length(in_reply_to) <= 2048),
  published_at timestamptz,               -- the author's claim, clamped to the moment of hearing when in the future
  heard_at timestamptz not null,
  at timestamptz not null,                -- the moment it is counted and ordered under: heard, or claimed where a network replays the past
  lang text not null default 'und',
  lang_label jsonb not null default '{}',
  tone text not null default 'neutral' check (tone in ('negative', 'neutral', 'positive')),
  tone_label jsonb not null default '{}',
  source_kind text not null default 'public' check (source_kind in ('media', 'official', 'charity', 'business', 'eyewitness', 'public')),
  source_label jsonb not null default '{}',
  places jsonb not null default '[]',
  words tsvector not null,                -- written by engines/text's tokeniser, never by to_tsvector
  copy_of uuid,
  copies integer not null default 0,
  edited_at timestamptz,
  deleted_at timestamptz,
  keep_until timestamptz not null,        -- the latest date that any of its purposes allows
  remarks text[] not null default '{}',
  primary key (organisation_id, id)
);
-- A word's rarity decides between this index and a walk along the primary key, so the planner needs many words' counts.
alter table record_post alter column words set statistics 2000;
create unique index record_post_uri on record_post (organisation_id, uri_key);
create index record_post_words on record_post using gin (organisation_id, words) with (fastupdate = off);
create index record_post_keep on record_post (organisation_id, keep_until);
create index record_post_account on record_post (organisation_id, channel, account_id);
create index record_post_handle on record_post (organisation_id, lower(handle), id);
create index record_post_copy on record_post (organisation_id, copy_of) where copy_of is not null;

-- What an edited post said before.
create table record_edit (
  organisation_id uuid not null,
  post_id uuid not null,
  at timestamptz not null,
  before text not null check (length(before) <= 100000),
  primary key (organisation_id, post_id, at),
  foreign key (organisation_id, post_id) references record_post on delete cascade
);

-- Proof of an erasure: how many, why, and a hash over the ids; never what they said.
create table record_certificate (
  organisation_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  reason text not null check (length(reason) <= 300),
  posts integer not null,
  sha256 text not null check (length(sha256) = 64),
  primary key (organisation_id, id)
);
