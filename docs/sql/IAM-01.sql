-- Do neither too few nor too many people own the workspace?
SET VARIABLE asked = params('IAM-01');
CREATE OR REPLACE TEMP TABLE population AS SELECT id FROM people();
INSERT INTO holders SELECT DISTINCT person FROM access() WHERE list_contains(asked_texts('$.ownerRoleNames'), role);
INSERT INTO exceptions
  WITH bounds AS (SELECT *, asked('$.minOwners')::BIGINT AS fewest, asked('$.maxOwners')::BIGINT AS allowed FROM counted())
  -- More than enough are known, whoever else there is; too few there are only where nobody else can be one.
  SELECT 'fail', 'users/' || person FROM holders, bounds WHERE least > allowed
  UNION ALL
  SELECT 'fail', 'workspace' FROM bounds
  WHERE most < fewest AND is_whole('users') AND is_whole('roles')
  UNION ALL
  SELECT 'unknown', 'workspace' FROM bounds
  WHERE least <= allowed AND (least < fewest OR most > allowed)
    AND NOT (most < fewest AND is_whole('users') AND is_whole('roles'));
FROM answer(['users', 'groups', 'group-members', 'roles']);
