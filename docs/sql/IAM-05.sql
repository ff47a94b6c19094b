-- Does every member use an address of their own?
SET VARIABLE asked = params('IAM-05');
CREATE OR REPLACE TEMP TABLE population AS
  SELECT 'users/' || id AS id, lower(coalesce(text_at(data, '$.email'), '')) AS address,
    regexp_extract(address, '^(.*)@', 1) AS local
  FROM records('users');
INSERT INTO exceptions
  SELECT CASE local WHEN '' THEN 'unknown' ELSE 'fail' END AS level, id AS subject
  FROM population
  WHERE local = ''
    OR fits(local, asked('$.genericPattern'))
      AND NOT list_contains(lowered(asked_texts('$.serviceAccounts')), address);
FROM answer(['users']);
