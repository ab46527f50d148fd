-- How people prove who they are. Owner: server/platform/identity.
-- One address signs in to one organisation; this table finds it, so it belongs to the machine and not to one of them.
create table identity_login (
  email text primary key check (length(email) <= 254 and email = lower(email)),
  organisation_id uuid not null,
  person_id uuid not null,
  password_hash text check (length(password_hash) <= 200),
  changed_at timestamptz not null
);
create unique index identity_login_person on identity_login (organisation_id, person_id);

create table identity_totp (
  organisation_id uuid not null,
  person_id uuid not null,
  secret text not null check (length(secret) <= 500),   -- sealed
  last_step bigint not null default 0,                  -- a code opens once
  created_at timestamptz not null,
  primary key (organisation_id, person_id)
);

create table identity_recovery_code (
  organisation_id uuid not null,
  person_id uuid not null,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (organisation_id, person_id, code_hash)
);

create table identity_passkey (
  organisation_id uuid not null,
  id text not null check (length(id) <= 1400),          -- the authenticator's credential id, base64url
  person_id uuid not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  name text not null check (length(name) <= 100),
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (organisation_id, id)
);
create index identity_passkey_person on identity_passkey (organisation_id, person_id);

create table identity_session (
  organisation_id uuid not null,
  id uuid not null,
  token_hash bytea not null,
  person_id uuid not null,
  half_open boolean not null,                           -- the password was right, the second factor is still wanted
  wrong_codes integer not null default 0,
  description text not null check (length(description) <= 200),
  address text not null check (length(address) <= 100),
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  active_at timestamptz not null,
  ends_at timestamptz not null,
  primary key (organisation_id, id)
);
create unique index identity_session_token on identity_session (organisation_id, token_hash);
create index identity_session_person on identity_session (organisation_id, person_id);

-- Addresses from which a person has signed in before; they keep their own lane while others guess.
create table identity_familiar (
  organisation_id uuid not null,
  person_id uuid not null,
  address_hash bytea not null,
  last_at timestamptz not null,
  primary key (organisation_id, person_id, address_hash)
);

-- A passkey ceremony under way. Belongs to the machine: nobody is known yet when one begins.
create table identity_ticket (
  id_hash bytea primary key,
  purpose text not null check (purpose in ('register', 'sign-in')),
  challenge text not null check (length(challenge) <= 200),
  organisation_id uuid,
  person_id uuid,
  expires_at timestamptz not null
);
