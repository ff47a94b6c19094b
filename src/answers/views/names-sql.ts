/** Names in place of ids, in SQL: what `evidence/records/names.ts` gives. */
import { membersOf } from '../../evidence/records/names.ts';
import { sql, tableOf } from './fields-sql.ts';
import type { ViewInput } from './view.ts';

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
