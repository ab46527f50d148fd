-- When looking again and again at one private person needs an authorisation. Owner: server/listen.
create table listen_setting (
  organisation_id uuid primary key,
  viewing_stop smallint not null check (viewing_stop between 2 and 20)
);

-- An authorisation is for one account of one network. One that was given by name alone, before anything was heard of
-- it, is bound to the first account of that name that it opens.
alter table listen_authorisation add column account_key bytea;
create index listen_authorisation_account on listen_authorisation (organisation_id, person_id, account_key, ends_at);
