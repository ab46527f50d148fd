-- What was said in public and kept under a purpose. Owner: server/record.
create table record_post (
  organisation_id uuid not null,
  id uuid not null,                       -- version 7: sorts by when we heard it
  source_id uuid not null,
  channel text not null check (length(channel) <= 20),
  uri text not null check (length(uri) <= 2048),
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
  remarks text[] not null default '{}',
  primary key (organisation_id, id)
);
