-- By whose authorisation a search follows the private people that it names; null: by that of whoever made it.
-- Owner: server/listen.
alter table listen_search add column followed_by uuid;
