-- Is every kind of source and destination that production uses supported by its vendor?
SET VARIABLE asked = params('SRC-08');
CREATE OR REPLACE TEMP TABLE population AS
  SELECT 'sources/' || id AS subject, environment, text_at(data, '$.metadata.status') AS status
  FROM sources_with_environment()
  WHERE is_on AND NOT is_internal AND coalesce(environment, 'production') = 'production'
  UNION ALL
  -- Only what is known to be for tests is left out.
  SELECT 'destinations/' || receivers.id, 'production', text_at(receivers.data, '$.metadata.status')
  FROM records('destinations') AS receivers
  LEFT JOIN sources_with_environment() AS sources ON sources.id = text_at(receivers.data, '$.sourceId')
  WHERE flag_at(receivers.data, '$.enabled') IS DISTINCT FROM false AND coalesce(environment, 'production') = 'production';
INSERT INTO exceptions
  SELECT * FROM (
    SELECT
      CASE
        WHEN status IS NULL THEN 'unknown'
        WHEN list_contains(asked_texts('$.failStatuses'), status)
          THEN CASE WHEN environment IS NULL THEN 'unknown' ELSE 'fail' END
        WHEN list_contains(asked_texts('$.warnStatuses'), status) THEN 'warn'
      END AS level,
      subject
    FROM population)
  WHERE level IS NOT NULL;
FROM answer(['sources', 'destinations']);
