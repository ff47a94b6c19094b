-- Do only a few of the people who have access own the workspace?
SET VARIABLE asked = params('IAM-02');
CREATE OR REPLACE TEMP TABLE population AS SELECT id FROM people();
INSERT INTO early SELECT 'not_applicable' FROM population HAVING count(*) < asked('$.minUsers')::BIGINT AND is_whole('users');
INSERT INTO holders SELECT DISTINCT person FROM access() WHERE list_contains(asked_texts('$.ownerRoleNames'), role);
INSERT INTO exceptions
  WITH bounds AS (
    SELECT *, asked('$.maxOwnerRatio')::DOUBLE * (SELECT count(*) FROM population) AS allowed FROM counted())
  -- A share is known only of all.
  SELECT 'fail', 'workspace' FROM bounds WHERE least > allowed AND is_whole('users')
  UNION ALL
  SELECT 'unknown', 'workspace' FROM bounds WHERE is_whole('users') AND least <= allowed AND most > allowed;
FROM answer(['users', 'groups', 'group-members', 'roles']);
