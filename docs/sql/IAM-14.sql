-- Can only a bounded number of people see personal data unmasked?
SET VARIABLE asked = params('IAM-14');
CREATE OR REPLACE TEMP TABLE population AS SELECT id FROM people();
INSERT INTO holders
  SELECT DISTINCT person FROM access()
  WHERE list_contains(asked_texts('$.ownerRoleNames'), role) OR fits(role, asked('$.piiRolePattern'));
INSERT INTO exceptions
  WITH bounds AS (SELECT *, asked('$.maxPiiReaders')::BIGINT AS allowed FROM counted())
  SELECT 'fail', 'users/' || person FROM holders, bounds WHERE least > allowed
  UNION ALL
  SELECT 'unknown', 'workspace' FROM bounds WHERE least <= allowed AND most > allowed
  UNION ALL
  -- Where no role shows personal data, a setting outside the API may.
  SELECT 'unknown', 'workspace' FROM bounds
  WHERE least <= allowed
    AND NOT EXISTS (FROM records('roles') WHERE fits(text_at(data, '$.name'), asked('$.piiRolePattern')));
FROM answer(['users', 'groups', 'group-members', 'roles']);
