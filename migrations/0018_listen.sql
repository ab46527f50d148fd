-- By whose authorisation a search follows the private people that it names; null: by that of whoever made it.
-- Owner: server/listen.
alter table listen_search add column followed_by uuid;
-- Of those that stand already: by that of whoever saved or resumed it last, whose own authorisations were asked for then.
update listen_search s set followed_by = (
  select a.person_id from audit_row a
  where a.organisation_id = s.organisation_id and a.subject = 'search ' || s.id
    and a.action in ('listen.search-saved', 'listen.search-resumed')
  order by a.number desc limit 1);
