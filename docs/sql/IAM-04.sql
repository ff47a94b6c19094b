-- Does everybody who can log in, or is invited to, use an address of an approved domain?
SET VARIABLE asked = params('IAM-04');
CREATE OR REPLACE TEMP TABLE population AS
  SELECT 'users/' || id AS id, text_at(data, '$.email') AS address FROM records('users')
  UNION ALL SELECT 'invites/' || id, text_at(data, '$.email') FROM records('invites')
  UNION ALL SELECT 'group-invites/' || id, text_at(data, '$.email') FROM records('group-invites');
INSERT INTO early
  SELECT 'not_configured' WHERE len(asked_list('$.approvedDomains')) = 0;
INSERT INTO exceptions
  WITH addresses AS (
    SELECT id, nullif(lower(trim(regexp_extract(address, '^.+@([^@]*)$', 1))), '') AS domain FROM population)
  SELECT CASE WHEN domain IS NULL THEN 'unknown' ELSE 'fail' END AS level, id AS subject
  FROM addresses
  WHERE domain IS NULL OR NOT list_bool_or(list_transform(
    lowered(asked_texts('$.approvedDomains')), lambda each: domain = each OR ends_with(domain, '.' || each)));
FROM answer(['users', 'invites', 'group-invites']);
