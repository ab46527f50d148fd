-- Organisations, units, people and rights. Owner: server/estate.
create table estate_organisation (
  organisation_id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  kind text not null check (kind in ('live', 'exercise')),
  area text check (length(area) <= 50),
  time_zone text not null check (length(time_zone) <= 100),
  created_at timestamptz not null
);

create table estate_unit (
  organisation_id uuid not null,
  id uuid not null,
  parent_id uuid,
  name text not null check (length(name) between 1 and 200),
  created_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, parent_id) references estate_unit (organisation_id, id)
);
create unique index estate_unit_root on estate_unit (organisation_id) where parent_id is null;
create unique index estate_unit_name on estate_unit (organisation_id, parent_id, lower(name));

create table estate_person (
  organisation_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  email text not null check (length(email) <= 254 and email = lower(email)),
  state text not null check (state in ('invited', 'active', 'disabled')),
  joined_at timestamptz,
  disabled_at timestamptz,
  created_at timestamptz not null,
  primary key (organisation_id, id)
);
create unique index estate_person_email on estate_person (organisation_id, email);

create table estate_right (
  organisation_id uuid not null,
  person_id uuid not null,
  unit_id uuid not null,
  role text not null check (role in ('administrator', 'approver', 'officer', 'viewer')),
  account_id uuid,
  granted_by uuid,
  granted_at timestamptz not null,
  foreign key (organisation_id, person_id) references estate_person (organisation_id, id),
  foreign key (organisation_id, unit_id) references estate_unit (organisation_id, id)
);
create unique index estate_right_once on estate_right (
  organisation_id, person_id, unit_id, role, coalesce(account_id, '00000000-0000-0000-0000-000000000000')
);

create table estate_invitation (
  organisation_id uuid not null,
  token_hash bytea not null,
  person_id uuid not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  invited_by uuid,
  primary key (organisation_id, token_hash)
);

-- The one-time set-up link. Belongs to the machine: there is no organisation yet.
create table estate_setup (
  token_hash bytea primary key,
  made_at timestamptz not null
);
