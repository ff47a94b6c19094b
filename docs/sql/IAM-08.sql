-- Is every right to administer limited to some sources, functions or spaces, by name or label?
SET VARIABLE asked = params('IAM-08');
CREATE OR REPLACE TEMP TABLE population AS
  SELECT 'users/' || id AS id, data FROM records('users') UNION ALL SELECT 'groups/' || id, data FROM records('groups');
CREATE OR REPLACE TEMP TABLE wide AS
  SELECT DISTINCT id FROM (
    SELECT 'users/' || person AS id, role, permission FROM own_grants()
    UNION ALL
    SELECT 'groups/' || holder, role, permission FROM grants() WHERE kind = 'groups'),
    unnest(list_at(permission, '$.resources')) AS each(resource)
  WHERE list_contains(asked_texts('$.adminRoles'), role)
    AND text_at(resource, '$.type') = 'WORKSPACE'
    AND len(pairs_at(resource, '$.labels')) = 0 AND len(pairs_at(permission, '$.labels')) = 0;
-- What somebody holds of their own may be of a group that was not read.
CREATE OR REPLACE TEMP TABLE untold AS
  SELECT id FROM population WHERE list_at(data, '$.permissions') IS NULL
  UNION
  SELECT 'users/' || person FROM own_grants() WHERE NOT is_told;
INSERT INTO exceptions
  SELECT 'fail', id FROM wide
  WHERE id NOT IN (FROM untold)
    AND (SELECT count(*) FROM wide WHERE id NOT IN (FROM untold)) > asked('$.maxGrants')::BIGINT
  UNION ALL
  SELECT 'unknown', id FROM untold;
FROM answer(['users', 'groups', 'group-members', 'roles']);
