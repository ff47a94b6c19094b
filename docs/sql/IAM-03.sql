-- Do people hold their roles through groups, rather than one by one?
SET VARIABLE asked = params('IAM-03');
CREATE OR REPLACE TEMP TABLE population AS SELECT id FROM records('users');
INSERT INTO early
  SELECT 'not_applicable' FROM population HAVING count(*) < asked('$.minUsers')::BIGINT AND is_whole('users');
CREATE OR REPLACE TEMP TABLE held AS
  SELECT person, bool_and(is_told) AS is_told FROM own_grants()
  WHERE NOT list_contains(asked_texts('$.minimalRoleNames'), role) GROUP BY person;
INSERT INTO exceptions
  WITH bounds AS (
    SELECT
      (SELECT count(*) FROM held WHERE is_told) AS least,
      (SELECT count(*) FROM held WHERE NOT is_told) AS unclear,
      (SELECT count(*) FROM people() WHERE is_listed AND NOT is_told) AS mute,
      asked('$.maxDirectPct')::DOUBLE / 100 * (SELECT count(*) FROM population) AS allowed)
  -- A share is known only of all.
  SELECT 'fail', 'users/' || person FROM held, bounds WHERE is_told AND least > allowed AND is_whole('users')
  UNION ALL
  SELECT 'unknown', 'workspace' FROM bounds
  WHERE least <= allowed AND least + unclear + mute > allowed AND is_whole('users');
FROM answer(['users', 'groups', 'group-members', 'roles']);
