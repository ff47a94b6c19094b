-- Does every user group give something to somebody?
SET VARIABLE asked = params('IAM-07');
CREATE OR REPLACE TEMP TABLE population AS
  SELECT id, list_at(data, '$.permissions') AS permissions,
    CASE json_type(data, '$.memberCount') WHEN 'UBIGINT' THEN (data->>'$.memberCount')::BIGINT END AS members,
    coalesce(members, 0) > 0
    OR EXISTS (FROM records('group-members') AS each WHERE (each.parent->>'$.groupId') = groups.id)
    OR EXISTS (FROM records('group-invites') AS each WHERE (each.parent->>'$.groupId') = groups.id) AS has_somebody
  FROM records('groups') AS groups
  WHERE NOT list_has_any(asked_texts('$.ignoreGroups'), [id, text_at(data, '$.name')]);
INSERT INTO early SELECT 'not_applicable' WHERE has_file('groups') AND is_whole('groups') AND NOT EXISTS (FROM records('groups'));
INSERT INTO exceptions
  SELECT * FROM (
    SELECT
      CASE
        WHEN len(permissions) = 0 THEN 'fail'
        -- Nobody is in it only where all who could be were read.
        WHEN NOT has_somebody AND (members = 0 OR is_whole('group-members')) AND is_whole('group-invites') THEN 'fail'
        WHEN NOT has_somebody OR permissions IS NULL THEN 'unknown'
      END AS level,
      'groups/' || id AS subject
    FROM population)
  WHERE level IS NOT NULL;
FROM answer(['groups', 'group-members', 'group-invites']);
