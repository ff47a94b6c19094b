-- Does the name of every source say what it is, and is no name given twice?
SET VARIABLE asked = params('SRC-03');
CREATE OR REPLACE TEMP TABLE population AS
  -- Where none was given at all, the slug stands for it.
  SELECT id, trim(coalesce(text_at(data, '$.name'), text_at(data, '$.slug'), '')) AS name, lower(text_at(data, '$.metadata.name')) AS kind
  FROM records('sources')
  WHERE NOT is_internal(data);
INSERT INTO exceptions
  SELECT 'fail' AS level, 'sources/' || id AS subject
  FROM population
  WHERE name = '' OR lower(name) = kind
    OR fits(name, asked('$.placeholderPattern'))
    OR asked('$.namePattern') <> '' AND NOT regexp_matches(name, asked('$.namePattern'))
    OR lower(name) IN (SELECT lower(name) FROM population GROUP BY 1 HAVING count(*) > 1);
FROM answer(['sources']);
