/**
 * Where data enters, by which write keys, and since when each key has been seen. A key is as old as the first run that saw
 * it, or older.
 */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { listAt, textAt } from '../../evidence/records/fields.ts';
import type { Cell } from '../table.ts';
import { sql } from './fields-sql.ts';
import { columnsOf, eachRecordOf, type FlatColumn, flatView, switched, withMore } from './flat.ts';
import { type Counts, countIn, countSql, countsBy, gatherSql } from './gathered.ts';
import type { Reader, ViewSql } from './view.ts';

const column = columnsOf('b');

interface Joins {
  /** By source and key: when the first run that saw it started. */
  readonly seen: ReadonlyMap<string, string>;
  readonly destinations: Counts;
}

export const sources = flatView<StoredRecord, Joins>({
  name: 'sources',
  question: 'Where does data enter, and by which write keys since when?',
  noun: ['source', 'sources'],
  inputs: [
    { resource: 'sources', gives: 'rows' },
    { resource: 'destinations', gives: 'cells' },
  ],
  columns: [
    column.id('Source id'),
    column.text('name', 'Name'),
    column.text('slug', 'Slug'),
    column.text('type', 'Type', 'metadata.name'),
    column.flag('enabled', 'Enabled'),
    column.pairs('labels', 'Labels'),
    {
      key: 'destinations',
      title: 'Destinations',
      kind: 'count',
      of: ({ id }, { destinations }) => countIn(destinations, id),
      sql: (reader) => countSql(reader, 'sent_to', 'destinations', 'b.id'),
    },
    keyColumn('write_key_count', 'Write keys', 'count', (keys) => keys.length, 'len(k.keys)'),
    keyColumn('write_keys', 'Fingerprints of its write keys', 'list', (keys) => keys, 'k.keys'),
    keyColumn('keys_seen_since', 'Each key seen since', 'list', sinceOf, 'k.since'),
    keyColumn(
      'oldest_key_seen_since',
      'Oldest key seen since',
      'instant',
      (keys, record, joins) => [...sinceOf(keys, record, joins)].sort()[0] ?? null,
      'list_min(k.since)',
    ),
  ],
  tallies: [...switched, withMore('with more than one write key', 'writeKeyCount', 1)],
  join: async (reader) => ({
    seen: await readSightings(reader),
    destinations: await countsBy(reader, 'destinations', ({ data }) => textAt(data, 'sourceId')),
  }),
  ...eachRecordOf('sources'),
  sql: sourcesSql,
  notes: notesOf,
});

type KeyCell = (keys: readonly string[], record: StoredRecord, joins: Joins) => Cell;

/** Keys that were not given are not known, which is not the same as none. */
function keyColumn(
  key: string,
  title: string,
  kind: FlatColumn<StoredRecord, Joins>['kind'],
  cellOf: KeyCell,
  expression: string,
): FlatColumn<StoredRecord, Joins> {
  return {
    key,
    title,
    kind,
    of: (record, joins) => {
      const keys = keysOf(record);
      return keys === undefined ? null : cellOf(keys, record, joins);
    },
    sql: expression,
  };
}

function sinceOf(keys: readonly string[], { id }: StoredRecord, { seen }: Joins): readonly string[] {
  return keys.map((key) => seen.get(`${id} ${key}`) ?? '');
}

function keysOf({ data }: StoredRecord): readonly string[] | undefined {
  return listAt(data, 'writeKeys')?.filter((key) => typeof key === 'string');
}

async function readSightings(reader: Reader): Promise<ReadonlyMap<string, string>> {
  const seen = new Map<string, string>();
  for (const { startedAt, records } of reader.versions('sources')) {
    for await (const record of records()) {
      for (const key of keysOf(record) ?? []) {
        const sighting = `${record.id} ${key}`;
        if (!seen.has(sighting)) seen.set(sighting, startedAt);
      }
    }
  }
  return seen;
}

function notesOf(reader: Reader): readonly string[] {
  const versions = reader.versions('sources');
  const [first] = versions;
  const newest = versions.at(-1)?.keyId;
  const sameKey = versions.findLast(({ keyId }) => keyId !== newest);
  const since =
    sameKey === undefined
      ? first?.startedAt
      : versions.find(({ startedAt }) => startedAt > sameKey.startedAt)?.startedAt;
  if (since === undefined) return [];
  const why =
    sameKey === undefined
      ? 'the oldest run that can be read'
      : 'the first run with this key for fingerprints';
  return [`write keys can be recognised since ${since}, ${why}: a key seen since then may be older`];
}

const KEYS = `list_filter(list_transform(${sql.list('writeKeys')}, lambda l: CASE json_type(l) WHEN 'VARCHAR' THEN l->>'$' END), lambda l: l IS NOT NULL)`;

function sourcesSql(reader: Reader): ViewSql {
  const sightings = reader.versions('sources').map(({ startedAt, path }) => {
    const from = `(SELECT json->>'$.id' AS id, json->'$.data' AS data FROM read_ndjson_objects(${sql.literal(path)}))`;
    return `SELECT id, unnest(${KEYS}) AS key, '${startedAt}' AS since FROM ${from}`;
  });
  return {
    with: [
      gatherSql('sent_to', { resource: 'destinations', by: sql.text('sourceId', 'r.data') }),
      [
        'seen',
        `SELECT id, key, min(since) AS since FROM (${sightings.join('\n  UNION ALL ')}) GROUP BY id, key`,
      ],
      [
        'source_keys',
        `SELECT n, id, unnest(l) AS key, unnest(range(len(l))) AS i FROM (SELECT n, id, ${KEYS} AS l FROM sources)`,
      ],
      [
        'key_ages',
        `SELECT s.n, s.keys, CASE WHEN s.keys IS NOT NULL THEN coalesce(a.since, []) END AS since FROM (SELECT n, ${KEYS} AS keys FROM sources) s
  LEFT JOIN (SELECT k.n, list(coalesce(o.since, '') ORDER BY k.i) AS since FROM source_keys k LEFT JOIN seen o ON o.id = k.id AND o.key = k.key GROUP BY k.n) a ON a.n = s.n`,
      ],
    ],
    from: 'sources b JOIN key_ages k ON k.n = b.n',
    order: 'b.n',
  };
}
