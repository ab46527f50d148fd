-- A link for somebody who was in before replaces their keys: whoever made it is remembered. Owner: server/estate.
alter table estate_invitation add column resets boolean not null default false;
