-- Who approves and who runs the house is decided by two. 'waiting': not in force; 'single-handed': in force, given while
-- there was nobody else to confirm it. Rights given before this are left as they were. Owner: server/estate.
alter table estate_right add column standing text not null default 'settled'
  check (standing in ('settled', 'single-handed', 'waiting'));
-- Since when there have been two who run the whole organisation. Never taken back: shutting out the second one must
-- not hand everything to the first.
alter table estate_organisation add column two_since timestamptz;
