-- The access token of a source, sealed under the key file; `settings` only says that there is one.
alter table listen_source add column secret text check (length(secret) <= 4000);
