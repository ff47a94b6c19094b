/** What other resources hold of each record: how many, or which, in TypeScript and in SQL alike. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import type { Cell } from '../table.ts';
import { tableOf } from './fields-sql.ts';
import type { Reader } from './view.ts';

/** By id; undefined where nothing could be read, which is not the same as none. */
export type Counts = ReadonlyMap<string, number> | undefined;
export type Lists = ReadonlyMap<string, readonly string[]> | undefined;

/** Whether it is known what there is: read, or not there at all since the workspace has no such feature. */
export const isKnown = (reader: Reader, resource: string): boolean =>
  reader.isReadable(resource) || reader.isWhole(resource);

/** Returns how many records name each id. */
export async function countsBy(
  reader: Reader,
  resource: string,
  idOf: (record: StoredRecord) => string | null,
): Promise<Counts> {
  const lists = await listsBy(reader, resource, idOf, () => '');
  return lists && new Map([...lists].map(([id, list]) => [id, list.length]));
}

/** Returns the text of each record that names an id, in the order in which they were sealed. */
export async function listsBy(
  reader: Reader,
  resource: string,
  idOf: (record: StoredRecord) => string | null,
  textOf: (record: StoredRecord) => string,
): Promise<Lists> {
  if (!isKnown(reader, resource)) return undefined;
  const lists = new Map<string, string[]>();
  for await (const record of reader.records(resource)) {
    const id = idOf(record);
    if (id === null) continue;
    const known = lists.get(id);
    if (known === undefined) lists.set(id, [textOf(record)]);
    else known.push(textOf(record));
  }
  return lists;
}

export const countIn = (counts: Counts, id: string | null): Cell =>
  counts === undefined ? null : (counts.get(id ?? '') ?? 0);

export const listIn = (lists: Lists, id: string | null): Cell =>
  lists === undefined ? null : (lists.get(id ?? '') ?? []);

export interface GatherSql {
  readonly resource: string;
  /** Over `r.data`, `r.parent`, and what is joined. */
  readonly by: string;
  readonly text?: string;
  readonly joins?: string;
  readonly where?: string;
}

/** Returns a table of of_id, count and texts. */
export function gatherSql(
  name: string,
  { resource, by, text = "''", joins = '', where = 'true' }: GatherSql,
): readonly [string, string] {
  return [
    name,
    `SELECT of_id, count(*) AS count, list(text ORDER BY n) AS texts FROM (SELECT ${by} AS of_id, ${text} AS text, r.n FROM ${tableOf(resource)} r ${joins} WHERE ${where}) WHERE of_id IS NOT NULL GROUP BY of_id`,
  ];
}

/** Returns how many there are of an id. */
export function countSql(reader: Reader, table: string, resource: string, id: string): string {
  if (!isKnown(reader, resource)) return 'NULL::BIGINT';
  return `coalesce((SELECT t.count FROM ${table} t WHERE t.of_id = ${id}), 0)`;
}

/** Returns which there are of an id. */
export function textsSql(reader: Reader, table: string, resource: string, id: string): string {
  if (!isKnown(reader, resource)) return 'NULL::VARCHAR[]';
  return `coalesce((SELECT t.texts FROM ${table} t WHERE t.of_id = ${id}), [])`;
}
