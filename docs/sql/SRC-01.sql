-- Does every enabled source carry the labels that it must have?
SET VARIABLE asked = params('SRC-01');
CREATE OR REPLACE TEMP TABLE population AS
  SELECT id, data FROM records('sources')
  WHERE flag_at(data, '$.enabled') IS DISTINCT FROM false
    AND NOT is_internal(data)
    AND NOT coalesce(list_contains(asked_texts('$.excludeMetadataSlugs'), text_at(data, '$.metadata.slug')), false);
INSERT INTO exceptions
  WITH
    borne AS (SELECT id, unnest(list_at(data, '$.labels')) AS label FROM population),
    required AS (SELECT unnest(asked_texts('$.requiredLabelKeys')) AS key),
    -- Where several sources are asked about and none has any label at all, that is told once.
    bare AS (
      SELECT (SELECT count(*) FROM required) > 0 AND count(*) > 1 AND coalesce(bool_and(coalesce(len(list_at(data, '$.labels')) = 0, false)), false) AS is_so
      FROM population)
  SELECT 'unknown', 'sources/' || id FROM population WHERE list_at(data, '$.labels') IS NULL
  UNION
  SELECT 'fail', 'workspace' FROM bare WHERE is_so
  UNION
  SELECT 'fail', 'sources/' || id FROM (
    SELECT id FROM population, required
    WHERE list_at(data, '$.labels') IS NOT NULL AND lower(key) NOT IN (SELECT lower(coalesce(text_at(label, '$.key'), '')) FROM borne WHERE borne.id = population.id)
    UNION ALL
    SELECT id FROM borne
    WHERE is_whole('labels') AND NOT EXISTS (
      FROM records('labels') AS listed
      WHERE text_at(listed.data, '$.key') = text_at(label, '$.key') AND text_at(listed.data, '$.value') = text_at(label, '$.value')))
  WHERE NOT (SELECT is_so FROM bare);
FROM answer(['sources', 'labels']);
