-- Does each query that takes data out of a warehouse name the columns that it takes?
SET VARIABLE asked = params('WH-04');
CREATE OR REPLACE TEMP TABLE population AS
  SELECT id, flag_at(data, '$.query."$selectsAll"') AS takes_all
  FROM records('reverse-etl-models') WHERE flag_at(data, '$.enabled') IS DISTINCT FROM false;
INSERT INTO exceptions
  SELECT CASE WHEN takes_all THEN 'fail' ELSE 'unknown' END AS level, 'reverse-etl-models/' || id AS subject
  FROM population WHERE coalesce(takes_all, true);
FROM answer(['reverse-etl-models']);
