/** Names in place of ids: one place that says what anything is called, in TypeScript and in SQL alike. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { sql, tableOf, textAt } from './fields.ts';
import type { Reader, ViewInput } from './view.ts';

/** Members that may name a record, the first one that is there and not empty. */
const MEMBERS = ['name', 'displayName', 'slug'] as const;

/** A person is named by the address that they log in with. */
const PERSON = ['email'] as const;

const membersOf = (resource: string) => (resource === 'users' ? PERSON : MEMBERS);

export interface Names {
  /** Returns undefined where nobody gave it a name. */
  of(resource: string, id: string | null): string | undefined;
}

/** Reads the names of the records of some resources. */
export async function readNames(reader: Reader, resources: readonly string[]): Promise<Names> {
  const names = new Map<string, Map<string, string>>();
  for (const resource of resources) {
    const own = new Map<string, string>();
    names.set(resource, own);
    for await (const record of reader.records(resource)) {
      const name = nameOf(resource, record);
      if (name !== undefined) own.set(record.id, name);
    }
  }
  return { of: (resource, id) => (id === null ? undefined : names.get(resource)?.get(id)) };
}

function nameOf(resource: string, { data }: StoredRecord): string | undefined {
  return (
    membersOf(resource)
      .map((member) => textAt(data, member))
      .find((name) => name !== null && name !== '') ?? undefined
  );
}

/** Returns the inputs of a view that only name. */
export const naming = (...resources: readonly string[]): readonly ViewInput[] =>
  resources.map((resource) => ({ resource, gives: 'names' }));

/** Returns the table `names` of kind, id and name. */
export function namesSql(resources: readonly string[]): readonly [string, string] {
  const selects = resources.map((resource) => {
    const members = membersOf(resource).map((member) => `nullif(${sql.text(member)}, '')`);
    return `SELECT '${resource}' AS kind, id, coalesce(${members.join(', ')}) AS name, n FROM ${tableOf(resource)}`;
  });
  return [
    'names',
    `SELECT kind, id, arg_max(name, n) AS name FROM (${selects.join(' UNION ALL ')}) GROUP BY kind, id`,
  ];
}

/** Returns the join that finds the name of an id, as `<alias>.name`. */
export const nameJoin = (alias: string, resource: string, id: string): string =>
  `LEFT JOIN names ${alias} ON ${alias}.kind = '${resource}' AND ${alias}.id = ${id}`;
