-- Are roles that should check each other held by different people?
SET VARIABLE asked = params('IAM-10');
CREATE OR REPLACE TEMP TABLE population AS SELECT id FROM people();
INSERT INTO early
  SELECT 'not_applicable' FROM population HAVING count(*) < asked('$.minUsers')::BIGINT AND is_whole('users');
CREATE OR REPLACE TEMP TABLE held AS
  SELECT id, coalesce(list(DISTINCT role) FILTER (role IS NOT NULL), []) AS roles
  FROM people() LEFT JOIN access() ON person = id GROUP BY id;
INSERT INTO exceptions
  WITH
    pairs AS (SELECT (pair->>'$[0]') AS one, (pair->>'$[1]') AS other
      FROM (SELECT unnest(asked_list('$.toxicPairs')) AS pair)),
    no_owners AS (
      SELECT * FROM held WHERE NOT list_has_any(roles, asked_texts('$.ownerRoleNames'))),
    toxic AS (
      SELECT DISTINCT id FROM no_owners, pairs WHERE list_contains(roles, one) AND list_contains(roles, other))
  SELECT 'fail' AS level, 'users/' || id AS subject FROM toxic
  UNION ALL
  SELECT 'unknown', 'users/' || id FROM unclear_people()
  WHERE id IN (SELECT id FROM no_owners) AND id NOT IN (FROM toxic);
FROM answer(['users', 'groups', 'group-members', 'roles']);
