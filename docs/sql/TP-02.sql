-- Does every governed production source hold back events that its plan does not allow?
SET VARIABLE asked = params('TP-02');
CREATE OR REPLACE TEMP TABLE population AS
  SELECT sources.id, environment, settings.data AS settings
  FROM sources_with_environment() AS sources LEFT JOIN records('source-settings') AS settings ON settings.id = sources.id
  WHERE is_on AND coalesce(environment, 'production') = 'production' AND sources.id IN (SELECT id FROM governed_sources());
INSERT INTO early SELECT 'not_applicable' WHERE NOT EXISTS (FROM population);
INSERT INTO exceptions
  WITH judged AS (
    SELECT id, environment,
      flag_at(settings, '$.track.allowUnplannedEvents') AS lets_unplanned,
      CASE WHEN asked('$.requireBlockOnViolation') = 'true'
        THEN text_at(settings, '$.track.commonEventOnViolations') = 'ALLOW' ELSE false END AS lets_violating
    FROM population)
  SELECT CASE WHEN (lets_unplanned OR lets_violating) AND environment IS NOT NULL THEN 'fail' ELSE 'unknown' END AS level,
    'sources/' || id AS subject
  FROM judged WHERE coalesce(lets_unplanned OR lets_violating, true);
FROM answer(['tracking-plan-sources', 'tracking-plans', 'source-settings', 'sources']);
