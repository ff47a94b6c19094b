-- Does every governed production source take out properties and traits that its plan does not allow?
SET VARIABLE asked = params('TP-03');
CREATE OR REPLACE TEMP TABLE population AS
  SELECT sources.id, environment, settings.data AS settings
  FROM sources_with_environment() AS sources LEFT JOIN records('source-settings') AS settings ON settings.id = sources.id
  WHERE is_on AND coalesce(environment, 'production') = 'production' AND sources.id IN (SELECT id FROM governed_sources());
INSERT INTO early SELECT 'not_applicable' WHERE NOT EXISTS (FROM population);
INSERT INTO exceptions
  WITH
    flags AS (
      SELECT scope, path FROM (VALUES
        ('track', '$.track.allowUnplannedEventProperties'), ('track', '$.track.allowPropertiesOnViolations'),
        ('identify', '$.identify.allowUnplannedTraits'), ('identify', '$.identify.allowTraitsOnViolations'),
        ('group', '$.group.allowUnplannedTraits'), ('group', '$.group.allowTraitsOnViolations')) AS each(scope, path)
      WHERE list_contains(asked_texts('$.scopes'), scope)),
    judged AS (
      SELECT id, environment, bool_or(coalesce(flag_at(settings, path), false)) AS is_let, bool_or(flag_at(settings, path) IS NULL) AS is_silent
      FROM population, flags GROUP BY id, environment)
  SELECT CASE WHEN is_let AND environment IS NOT NULL THEN 'fail' ELSE 'unknown' END AS level, 'sources/' || id AS subject
  FROM judged WHERE is_let OR is_silent;
FROM answer(['tracking-plan-sources', 'tracking-plans', 'source-settings', 'sources']);
