-- What the statements beside this file have in common. In the folder of a snapshot, with DuckDB 1.3 or newer:
--
--     cat …/docs/sql/snapshot.sql …/docs/sql/IAM-01.sql | duckdb
--
-- Everything comes from the sealed files: records, how reading them ended, and the parameters that a check was asked with.

-- Values of JSON. What is of another type is not there.
CREATE OR REPLACE TEMP MACRO text_at(value, path) AS
  CASE json_type(value, path) WHEN 'VARCHAR' THEN json_extract_string(value, path) END;
CREATE OR REPLACE TEMP MACRO flag_at(value, path) AS
  CASE json_type(value, path) WHEN 'BOOLEAN' THEN json_extract_string(value, path)::BOOLEAN END;
CREATE OR REPLACE TEMP MACRO list_at(value, path) AS
  CASE json_type(value, path) WHEN 'ARRAY' THEN json_extract(value, path)::JSON[] END;
CREATE OR REPLACE TEMP MACRO texts_at(value, path) AS
  list_transform(list_at(value, path), lambda each: (each->>'$'));
CREATE OR REPLACE TEMP MACRO pairs_at(value, path) AS
  list_transform(coalesce(list_at(value, path), []),
    lambda each: concat(text_at(each, '$.key'), '=', text_at(each, '$.value')));
CREATE OR REPLACE TEMP MACRO lowered(list) AS list_transform(list, lambda each: lower(each));
-- A regular expression, upper and lower case alike; an empty one fits nothing.
CREATE OR REPLACE TEMP MACRO fits(value, pattern) AS pattern <> '' AND regexp_matches(value, '(?i)' || pattern);

-- The records of a resource. The log of the collection is always there, so that there is a file.
CREATE OR REPLACE TEMP MACRO records(resource) AS TABLE
  SELECT (json->>'$.id') AS id, (json->'$.data') AS data, (json->'$.parent') AS parent
  FROM read_ndjson_objects('data/**/*.jsonl', filename = true)
  WHERE parse_path(filename)[-2:] = ['resources', resource || '.jsonl'];

-- How reading each resource ended, and which files there are.
CREATE OR REPLACE TEMP TABLE manifest AS SELECT content::JSON AS manifest FROM read_text('evidence-manifest.json');
CREATE OR REPLACE TEMP TABLE entries AS
  SELECT
    (each->>'$.name') AS name,
    (each->>'$.reason') AS reason,
    coalesce((each->>'$.reason') IN ('feature-declared-off', 'not-offered'), false) AS is_nothing_there,
    (each->>'$.outcome') = 'complete' OR is_nothing_there AS is_whole
  FROM (SELECT unnest(list_at(manifest, '$.resources')) AS each FROM manifest);
CREATE OR REPLACE TEMP TABLE files AS
  SELECT unnest(list_transform(list_at(manifest, '$.artifacts'), lambda each: each->>'$.path')) AS path FROM manifest;
CREATE OR REPLACE TEMP MACRO is_whole(resource) AS
  coalesce((SELECT bool_or(is_whole) FROM entries WHERE name = resource), false);
CREATE OR REPLACE TEMP MACRO has_file(resource) AS 'data/resources/' || resource || '.jsonl' IN (FROM files);

-- The parameters that a check was asked with, as its answer has them. Each statement sets the variable `asked` to them.
CREATE OR REPLACE TEMP MACRO params(check_id) AS (
  SELECT (each->'$.params')
  FROM (SELECT unnest(list_at(content::JSON, '$.results')) AS each FROM read_text('data/checks/results.json'))
  WHERE (each->>'$.checkId') = check_id);

CREATE OR REPLACE TEMP MACRO asked(path) AS json_extract_string(getvariable('asked')::JSON, path);
CREATE OR REPLACE TEMP MACRO asked_list(path) AS list_at(getvariable('asked')::JSON, path);
CREATE OR REPLACE TEMP MACRO asked_texts(path) AS texts_at(getvariable('asked')::JSON, path);

-- What a statement fills. `early`: why the question was not asked of anything.
CREATE OR REPLACE TEMP TABLE population (id VARCHAR);
CREATE OR REPLACE TEMP TABLE exceptions (level VARCHAR, subject VARCHAR);
CREATE OR REPLACE TEMP TABLE early (outcome VARCHAR);

-- The answer: one row an exception, or one row without any. `reads`: what it rests on, the population first.
CREATE OR REPLACE TEMP MACRO answer(reads) AS TABLE
  WITH
    read AS (
      SELECT
        resource, reason,
        coalesce(is_nothing_there, false) AS is_nothing_there,
        coalesce(is_whole, false) AS is_whole,
        has_file(resource) AS has_file
      FROM (SELECT unnest(reads) AS resource) LEFT JOIN entries ON name = resource),
    -- Of what was not asked there are none.
    counted_exceptions AS (SELECT level, subject FROM exceptions WHERE NOT EXISTS (FROM early)),
    levels AS (
      SELECT
        count(*) FILTER (level = 'fail') AS fails,
        count(*) FILTER (level = 'warn') AS warns,
        count(*) FILTER (level = 'unknown') AS unknowns
      FROM counted_exceptions),
    verdict AS (
      SELECT
        CASE
          WHEN fails > 0 THEN 'fail'
          WHEN (SELECT bool_or(outcome = 'not_configured') FROM early) THEN 'not_configured'
          WHEN (SELECT is_nothing_there FROM read WHERE resource = reads[1]) THEN 'not_applicable'
          WHEN (SELECT bool_or(NOT is_whole) FROM read) THEN
            CASE WHEN (SELECT bool_and(reason IS NOT DISTINCT FROM 'opt-in') FROM read WHERE NOT is_whole)
              THEN 'not_configured' ELSE 'indeterminate' END
          WHEN EXISTS (FROM early) THEN (SELECT min(outcome) FROM early)
          WHEN unknowns > 0 THEN 'indeterminate'
          WHEN warns > 0 THEN 'warn'
          ELSE 'pass'
        END AS outcome,
        CASE WHEN EXISTS (FROM early) OR NOT (SELECT bool_or(has_file) FROM read) THEN NULL
          ELSE (SELECT count(*) FROM population) END AS population
      FROM levels)
  SELECT outcome, population, level, subject
  FROM verdict LEFT JOIN counted_exceptions ON true
  ORDER BY list_position(['fail', 'warn', 'unknown'], level), subject;

-- People: the users, and whoever is only named as a member of a group.
CREATE OR REPLACE TEMP MACRO memberships() AS TABLE
  SELECT text_at(data, '$.id') AS person, (parent->>'$.groupId') AS in_group
  FROM records('group-members') WHERE person IS NOT NULL AND in_group IS NOT NULL;
CREATE OR REPLACE TEMP MACRO people() AS TABLE
  SELECT id, lower(coalesce(text_at(data, '$.email'), '')) AS address, true AS is_listed,
    list_at(data, '$.permissions') IS NOT NULL AS is_told
  FROM records('users')
  UNION ALL
  SELECT DISTINCT person, '', false, false FROM memberships() WHERE person NOT IN (SELECT id FROM records('users'));
-- What users and groups are granted, one row a permission.
CREATE OR REPLACE TEMP MACRO grants() AS TABLE
  SELECT holder, kind, permission,
    coalesce(nullif(text_at(permission, '$.roleName'), ''), text_at(roles.data, '$.name'), text_at(permission, '$.roleId')) AS role
  FROM (
    SELECT id AS holder, 'users' AS kind, unnest(list_at(data, '$.permissions')) AS permission FROM records('users')
    UNION ALL
    SELECT id, 'groups', unnest(list_at(data, '$.permissions')) FROM records('groups'))
  LEFT JOIN records('roles') AS roles ON roles.id = (permission->>'$.roleId');
-- What people may do, by themselves or through a group.
CREATE OR REPLACE TEMP MACRO access() AS TABLE
  SELECT holder AS person, role, permission FROM grants() WHERE kind = 'users'
  UNION ALL
  SELECT person, role, permission FROM memberships() JOIN grants() ON kind = 'groups' AND holder = in_group;
-- People who may hold more than is known, in what was read.
CREATE OR REPLACE TEMP MACRO unclear_people() AS TABLE
  SELECT id FROM people() WHERE NOT is_told
  UNION
  SELECT person FROM memberships() LEFT JOIN records('groups') AS groups ON groups.id = in_group
  WHERE list_at(groups.data, '$.permissions') IS NULL;
CREATE OR REPLACE TEMP MACRO are_groups_whole() AS is_whole('groups') AND is_whole('group-members');
-- What users hold of their own: Segment may list with it what a group of theirs gives. `is_told`: nothing unread may give it.
CREATE OR REPLACE TEMP MACRO own_grants() AS TABLE
  WITH
    granted AS (
      SELECT *, [permission->>'$.roleId', role, pairs_at(permission, '$.labels')::VARCHAR]
        || coalesce(list_transform(list_at(permission, '$.resources'), lambda each:
          concat_ws(' ', text_at(each, '$.type'), text_at(each, '$.id'), pairs_at(each, '$.labels')::VARCHAR)), []) AS what
      FROM grants()),
    inherited AS (
      SELECT DISTINCT person, what FROM memberships() JOIN granted ON kind = 'groups' AND holder = in_group)
  SELECT holder AS person, role, permission, holder NOT IN (SELECT id FROM unclear_people()) AND are_groups_whole() AS is_told
  FROM granted ANTI JOIN inherited ON person = holder AND inherited.what = granted.what
  WHERE kind = 'users';
-- Some of the people hold something: a statement fills `holders`. There are at least and at most so many of them.
CREATE OR REPLACE TEMP TABLE holders (person VARCHAR);
CREATE OR REPLACE TEMP MACRO others() AS TABLE
  SELECT id FROM people()
  WHERE (id IN (SELECT id FROM unclear_people()) OR NOT are_groups_whole()) AND id NOT IN (SELECT person FROM holders);
CREATE OR REPLACE TEMP MACRO counted() AS TABLE
  SELECT known AS least, known + more AS most
  FROM (SELECT count(*) AS known FROM holders), (SELECT count(*) AS more FROM others());

-- Words of a name in lower case, however they were put together; `pre`, `non` and `not` belong to the word after them.
CREATE OR REPLACE TEMP MACRO words(value) AS
  list_filter(
    string_split(
      regexp_replace(
        trim(regexp_replace(
          lower(regexp_replace(regexp_replace(value, '(\p{Ll}|\p{N})(\p{Lu})', '\1 \2', 'g'), '(\p{Lu})(\p{Lu}\p{Ll})', '\1 \2', 'g')),
          '[^\p{L}\p{N}]+', ' ', 'g')),
        '(^| )(?:(?:pre|non|not) )*(pre|non|not) ', '\1\2', 'g'),
      ' '),
    lambda word: word <> '');
-- Which environment a word tells of, also with a number behind it, such as uat2.
CREATE OR REPLACE TEMP MACRO environment_words() AS TABLE
  SELECT 1 AS rank, 'production' AS environment, unnest(lowered(asked_texts('$.envTokens.prod'))) AS word
  UNION ALL SELECT 2, 'staging', unnest(lowered(asked_texts('$.envTokens.staging')))
  UNION ALL SELECT 3, 'development', unnest(lowered(asked_texts('$.envTokens.dev')));
-- The words of sources that tell an environment: of labels of environments first, else of the name, else of the slug.
CREATE OR REPLACE TEMP MACRO telling_words() AS TABLE
  WITH
    sources AS (SELECT id, data FROM records('sources')),
    labels AS (SELECT id, unnest(list_at(data, '$.labels')) AS label FROM sources),
    texts AS (
      SELECT 1 AS place, id, text_at(label, '$.value') AS text FROM labels
      WHERE list_has_any(
        list_append(words(text_at(label, '$.key')), lower(text_at(label, '$.key'))),
        lowered(asked_texts('$.environmentLabelKeys')))
      UNION ALL SELECT 2, id, text_at(data, '$.name') FROM sources
      UNION ALL SELECT 3, id, text_at(data, '$.slug') FROM sources),
    split AS (
      SELECT place, id, unnest(list) AS word, generate_subscripts(list, 1) IN (1, len(list)) AS is_at_an_end
      FROM (SELECT place, id, words(text) AS list FROM texts))
  SELECT place, id, is_at_an_end,
    -- In a name these often mean something else.
    place = 1 OR split.word NOT IN ('live', 'test', 'testing', 'local', 'stage') AS is_sure,
    arg_min(environment, rank) AS environment
  FROM split JOIN environment_words() AS known ON known.word IN (split.word, regexp_replace(split.word, '\p{N}+$', ''))
  GROUP BY ALL;
-- Segment made it for itself: nobody can name or label it.
CREATE OR REPLACE TEMP MACRO is_internal(source) AS
  coalesce(list_contains(texts_at(source, '$.metadata.categories'), 'INTERNAL'), false);
-- Sources with their environment; null: nothing tells, or several do.
CREATE OR REPLACE TEMP MACRO sources_with_environment() AS TABLE
  WITH
    sure AS (SELECT place, id, bool_or(is_sure) AS is_any_sure FROM telling_words() GROUP BY ALL),
    told AS (
      SELECT id, place, min(environment) AS environment
      FROM telling_words() JOIN sure USING (place, id)
      WHERE CASE WHEN is_any_sure THEN is_sure ELSE is_at_an_end END
      GROUP BY ALL HAVING count(DISTINCT environment) = 1)
  SELECT sources.id, any_value(data) AS data,
    any_value(flag_at(data, '$.enabled') IS DISTINCT FROM false) AS is_on,
    any_value(is_internal(data)) AS is_internal,
    arg_min(environment, place) AS environment
  FROM records('sources') AS sources LEFT JOIN told USING (id)
  GROUP BY sources.id;
-- Whether a source takes events, rather than copies objects; null: nobody can tell.
CREATE OR REPLACE TEMP MACRO takes_events(source) AS
  CASE
    WHEN list_has_any(coalesce(texts_at(source, '$.metadata.categories'), []), ['Website', 'Mobile', 'Server', 'Ott']) THEN true
    WHEN flag_at(source, '$.metadata.isCloudEventSource') THEN true
    WHEN len(list_at(source, '$.writeKeys')) > 0 THEN true
    WHEN flag_at(source, '$.metadata.isCloudEventSource') IS NOT NULL AND list_at(source, '$.metadata.categories') IS NOT NULL THEN false
  END;
-- Sources that a live tracking plan is enforced on.
CREATE OR REPLACE TEMP MACRO governed_sources() AS TABLE
  SELECT DISTINCT text_at(connected.data, '$.id') AS id
  FROM records('tracking-plan-sources') AS connected
  JOIN records('tracking-plans') AS plans ON plans.id = (connected.parent->>'$.trackingPlanId')
  WHERE text_at(plans.data, '$.type') = 'LIVE';
-- Who receives data now.
CREATE OR REPLACE TEMP MACRO enabled_receivers() AS TABLE
  SELECT 'destinations/' || id AS subject, data FROM records('destinations') WHERE flag_at(data, '$.enabled') IS DISTINCT FROM false
  UNION ALL
  SELECT 'warehouses/' || id, data FROM records('warehouses') WHERE flag_at(data, '$.enabled') IS DISTINCT FROM false;
