-- Does every source have write keys of its own?
SET VARIABLE asked = params('SRC-04');
CREATE OR REPLACE TEMP TABLE population AS SELECT id, data FROM records('sources');
INSERT INTO exceptions
  WITH keys AS (
    SELECT DISTINCT id, key FROM (SELECT id, unnest(texts_at(data, '$.writeKeys')) AS key FROM population) WHERE key IS NOT NULL)
  SELECT DISTINCT 'fail' AS level, 'sources/' || id AS subject
  FROM keys WHERE key IN (SELECT key FROM keys GROUP BY key HAVING count(*) > 1)
  UNION ALL
  SELECT 'unknown', 'sources/' || id FROM population
  -- Where Segment empties the lists of sources that have keys, the list of sources is not whole by the manifest.
  WHERE list_at(data, '$.writeKeys') IS NULL;
FROM answer(['sources']);
