-- Can only a bounded number of people change what production sends?
SET VARIABLE asked = params('IAM-09');
CREATE OR REPLACE TEMP TABLE population AS SELECT id FROM people();
CREATE OR REPLACE TEMP TABLE production AS
  SELECT id, pairs_at(data, '$.labels') AS labels
  FROM records('sources')
  WHERE list_has_any(
    lowered(pairs_at(data, '$.labels')),
    list_transform(asked_texts('$.prodLabel.value'), lambda each: lower(asked('$.prodLabel.key') || '=' || each)));
INSERT INTO early SELECT 'not_applicable' WHERE NOT EXISTS (FROM production) AND is_whole('sources');
INSERT INTO holders
  SELECT DISTINCT person
  FROM access(), unnest(list_at(permission, '$.resources')) AS each(resource), production
  WHERE list_contains(asked_texts('$.writeRoles'), role)
    AND (text_at(resource, '$.type') = 'WORKSPACE'
      OR text_at(resource, '$.type') = 'SOURCE' AND text_at(resource, '$.id') = production.id)
    AND (len(pairs_at(resource, '$.labels')) = 0 OR list_has_any(pairs_at(resource, '$.labels'), production.labels))
    AND (len(pairs_at(permission, '$.labels')) = 0 OR list_has_any(pairs_at(permission, '$.labels'), production.labels));
INSERT INTO exceptions
  WITH bounds AS (SELECT *, asked('$.maxProdWriters')::BIGINT AS allowed FROM counted())
  SELECT 'fail', 'users/' || person FROM holders, bounds WHERE least > allowed
  UNION ALL
  SELECT 'unknown', 'workspace' FROM bounds WHERE least <= allowed AND most > allowed;
FROM answer(['users', 'groups', 'group-members', 'roles', 'sources']);
