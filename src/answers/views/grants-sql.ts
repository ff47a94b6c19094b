/** Permissions in words, in SQL: the same as grants.ts. */

import { CALLED, NAMED_BY, NAMING, OWNER } from '../../evidence/records/grants.ts';
import { sql } from './fields-sql.ts';
import { namesSql } from './names-sql.ts';

const labelText = (of: string) =>
  `CASE WHEN len(${sql.list('labels', of)}) > 0 THEN concat(' with label ', array_to_string(${sql.pairs('labels', of)}, ' & ')) ELSE '' END`;

const permissionsOf = (holder: string) =>
  `SELECT '${holder}' AS holder, n, id, unnest(l) AS p, unnest(range(len(l))) AS i FROM (SELECT n, id, ${sql.list('permissions')} AS l FROM ${holder})`;

const calledSql = (type: string) =>
  `CASE ${type} ${Object.entries(CALLED)
    .map(([each, words]) => `WHEN '${each}' THEN '${words}'`)
    .join(' ')} ELSE ${type} END`;

const kindOf = `CASE ${sql.text('type', 'r')} ${Object.entries(NAMED_BY)
  .map(([type, resource]) => `WHEN '${type}' THEN '${resource}'`)
  .join(' ')} END`;

/**
 * Returns the tables that end in `grants`: holder (users, groups), n and id of its record, i, role_id, role, is_owner, text.
 * `more`: what else names are wanted of.
 */
export function grantsSql(more: readonly string[] = []): readonly (readonly [string, string])[] {
  const type = `coalesce(${sql.text('type', 'r')}, '')`;
  return [
    namesSql([...NAMING, ...more]),
    ['permissions', `${permissionsOf('users')} UNION ALL ${permissionsOf('groups')}`],
    [
      'granted',
      `SELECT holder, n, i, unnest(l) AS r, unnest(range(len(l))) AS j FROM (SELECT holder, n, i, ${sql.list('resources', 'p')} AS l FROM permissions)`,
    ],
    [
      'granted_on',
      `SELECT holder, n, i, string_agg(CASE WHEN ${type} = 'WORKSPACE' THEN '${CALLED['WORKSPACE']}' ELSE concat(${calledSql(type)}, ' ', coalesce(o.name, ${sql.text('id', 'r')}, '')) END || ${labelText('r')}, ', ' ORDER BY j) AS text
  FROM granted LEFT JOIN names o ON o.kind = ${kindOf} AND o.id = ${sql.text('id', 'r')} GROUP BY holder, n, i`,
    ],
    [
      'grants',
      `SELECT *, role = '${OWNER}' AS is_owner, role || coalesce(' on ' || on_what, '') || labels AS text FROM (
  SELECT p.holder, p.n, p.id, p.i, coalesce(${sql.text('roleId', 'p')}, '') AS role_id,
    coalesce(nullif(${sql.text('roleName', 'p')}, ''), r.name, ${sql.text('roleId', 'p')}, '') AS role, g.text AS on_what, ${labelText('p')} AS labels
  FROM permissions p LEFT JOIN granted_on g ON g.holder = p.holder AND g.n = p.n AND g.i = p.i
    LEFT JOIN names r ON r.kind = 'roles' AND r.id = ${sql.text('roleId', 'p')})`,
    ],
  ];
}
