-- Pictures, re-encoded by us; the files lie under the data folder, named by their content. Owner: server/platform/media.
create table media_file (
  organisation_id uuid not null,
  hash text not null check (length(hash) = 64),         -- SHA-256 of the stored bytes, in hex: the file's name
  kind text not null check (kind in ('jpeg', 'png', 'webp')),
  bytes bigint not null,
  width integer not null,
  height integer not null,
  original_hash text not null check (length(original_hash) = 64),
  stored_at timestamptz not null,
  primary key (organisation_id, hash)
);
create index media_file_original on media_file (organisation_id, original_hash);

-- Who holds it; a file that nobody holds is erased.
create table media_hold (
  organisation_id uuid not null,
  hash text not null,
  holder text not null check (length(holder) <= 200),   -- 'record_post:0198…'
  primary key (organisation_id, hash, holder),
  foreign key (organisation_id, hash) references media_file (organisation_id, hash)
);
