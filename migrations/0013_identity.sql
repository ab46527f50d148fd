-- Keys are changed only by whoever proved themselves within the last minutes. Owner: server/platform/identity.
alter table identity_session add column proved_at timestamptz;
update identity_session set proved_at = created_at;
alter table identity_session alter column proved_at set not null;

-- Whoever asks for passkey ceremonies without end pushes out their own, and nobody else's.
alter table identity_ticket add column asked_from bytea;
create index identity_ticket_asked on identity_ticket (asked_from, expires_at);
create index identity_ticket_person on identity_ticket (organisation_id, person_id, expires_at);
create index identity_ticket_expiry on identity_ticket (expires_at);
