-- Has somebody looked at every destination that may run in a browser or an app?
SET VARIABLE asked = params('DST-10');
-- Of a source that is not in the list, nobody knows what it is.
CREATE OR REPLACE TEMP TABLE population AS
  SELECT destinations.id, sources.id IS NOT NULL AS is_known, text_at(destinations.data, '$.metadata.slug') AS slug,
    coalesce(nullif(text_at(destinations.data, '$.metadata.name'), ''), slug, '') AS kind
  FROM records('destinations') AS destinations
  LEFT JOIN records('sources') AS sources ON sources.id = text_at(destinations.data, '$.sourceId')
  WHERE flag_at(destinations.data, '$.enabled') IS DISTINCT FROM false
    AND (sources.id IS NULL OR list_has_any(texts_at(sources.data, '$.metadata.categories'), ['Website', 'Mobile', 'Ott']));
INSERT INTO early SELECT 'not_applicable' WHERE NOT EXISTS (FROM population);
INSERT INTO exceptions
  SELECT
    CASE WHEN is_known AND (fits(coalesce(slug, ''), asked('$.deviceModePattern')) OR fits(kind, asked('$.deviceModePattern')))
      THEN 'warn' ELSE 'unknown' END,
    'destinations/' || id
  FROM population
  WHERE NOT list_has_any(asked_texts('$.reviewedOnDevice'), [id, slug]);
FROM answer(['destinations', 'sources']);
