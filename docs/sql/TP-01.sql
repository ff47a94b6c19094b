-- Is every enabled production source that takes events connected to a live tracking plan?
SET VARIABLE asked = params('TP-01');
CREATE OR REPLACE TEMP TABLE population AS
  SELECT id, environment, takes_events(data) AS takes_events
  FROM sources_with_environment()
  WHERE is_on AND coalesce(environment, 'production') = 'production' AND takes_events(data) IS DISTINCT FROM false
    AND NOT coalesce(list_contains(asked_texts('$.excludeMetadataSlugs'), text_at(data, '$.metadata.slug')), false);
INSERT INTO early
  SELECT 'not_applicable' AS outcome
  WHERE (SELECT bool_or(is_nothing_there) FROM entries WHERE name = 'tracking-plans');
INSERT INTO exceptions
  SELECT CASE WHEN environment IS NULL OR takes_events IS NULL THEN 'unknown' ELSE 'fail' END, 'sources/' || id
  FROM population
  -- Without all plans and their sources, nobody can say that a source has none.
  WHERE is_whole('tracking-plan-sources') AND is_whole('tracking-plans') AND id NOT IN (SELECT id FROM governed_sources());
FROM answer(['sources', 'tracking-plan-sources', 'tracking-plans']);
