-- Does data leave only over encrypted connections, and to hosts that belong to somebody?
SET VARIABLE asked = params('DST-08');
-- Every value that is withheld in settings, with the name of its option, or of the list that it stands in.
CREATE OR REPLACE TEMP TABLE withheld AS
  SELECT subject, value, regexp_extract(regexp_replace(fullkey, '(\[\d+\])+$', ''), '([^."]*)"?$', 1) AS option
  FROM enabled_receivers(), json_tree(data, '$.settings')
  WHERE type = 'OBJECT' AND text_at(value, '$."$fingerprint"') IS NOT NULL;
CREATE OR REPLACE TEMP TABLE addresses AS
  SELECT subject, text_at(value, '$."$scheme"') AS scheme, text_at(value, '$."$host"') AS host
  FROM withheld
  -- A bucket is no address; what is masked may be one, if its name says so.
  WHERE CASE
    WHEN scheme IS NOT NULL OR host IS NOT NULL THEN text_at(value, '$."$bucket"') IS NULL
    ELSE flag_at(value, '$."$masked"') AND fits(option, '(url|uri|endpoint|webhook)$') END;
CREATE OR REPLACE TEMP TABLE population AS SELECT DISTINCT subject FROM addresses;
INSERT INTO early SELECT 'not_applicable' WHERE NOT EXISTS (FROM population);
INSERT INTO exceptions
  WITH judged AS (
    SELECT subject,
      coalesce(list_contains(asked_texts('$.plainSchemes'), scheme), false) OR coalesce(
        fits(host, asked('$.blockedHostPattern'))
        OR regexp_matches(host, '^\d{1,3}(\.\d{1,3}){3}$') AND NOT list_contains(asked_texts('$.allowedHosts'), host),
        false) AS is_wrong,
      host IS NULL AS is_hidden
    FROM addresses)
  SELECT CASE WHEN bool_or(is_wrong) THEN 'fail' ELSE 'unknown' END, subject
  FROM judged GROUP BY subject HAVING bool_or(is_wrong OR is_hidden);
FROM answer(['destinations', 'warehouses']);
