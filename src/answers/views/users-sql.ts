/** The users view in SQL: the same rows as users.ts. */

import { UNKNOWN } from '../../evidence/records/members.ts';
import { sql } from './fields-sql.ts';
import { grantsSql } from './grants-sql.ts';
import { membershipsSql } from './members-sql.ts';
import type { Reader, ViewSql } from './view.ts';

export function usersSql(reader: Reader): ViewSql {
  const areGroupsWhole = reader.isWhole('groups') && reader.isWhole('group-members');
  const { literal } = sql;
  const called = `coalesce(nullif(${sql.text('name', 'g.data')}, ''), g.id)`;
  return {
    with: [
      ...grantsSql(),
      membershipsSql,
      [
        'people',
        `SELECT id, n, true AS is_listed, nullif(${sql.text('email')}, '') AS email, nullif(${sql.text('name')}, '') AS name, ${sql.list('permissions')} IS NOT NULL AS has_permissions FROM users
  UNION ALL SELECT user_id, min(n), false, NULL, NULL, NULL FROM memberships WHERE user_id NOT IN (SELECT id FROM users) GROUP BY user_id`,
      ],
      [
        'accesses',
        `SELECT p.id, p.n, 0 AS a, g.i AS b, 0 AS c, g.text, g.is_owner FROM people p JOIN grants g ON g.holder = 'users' AND g.n = p.n WHERE p.is_listed
  UNION ALL SELECT p.id, p.n, 1, m.n, g.i, g.text || ' (via group ' || (SELECT ${called} FROM groups g WHERE g.id = m.group_id LIMIT 1) || ')', g.is_owner
  FROM people p JOIN memberships m ON m.user_id = p.id JOIN grants g ON g.holder = 'groups' AND g.id = m.group_id`,
      ],
      [
        'unknowns',
        `SELECT id, n, 0 AS a, 0 AS b, CASE WHEN is_listed THEN ${literal(UNKNOWN.direct)} ELSE ${literal(UNKNOWN.unlisted)} END AS text FROM people WHERE NOT is_listed OR NOT has_permissions
  UNION ALL SELECT p.id, p.n, 1, m.n, CASE WHEN g.id IS NULL THEN ${affixed(UNKNOWN.noGroup('\0'), 'm.group_id')} ELSE ${affixed(UNKNOWN.group('\0'), called)} END
  FROM people p JOIN memberships m ON m.user_id = p.id LEFT JOIN groups g ON g.id = m.group_id WHERE g.id IS NULL OR ${sql.list('permissions', 'g.data')} IS NULL
  UNION ALL SELECT id, n, 2, 0, ${literal(UNKNOWN.groups)} FROM people WHERE ${!areGroupsWhole}`,
      ],
      [
        'people_access',
        `SELECT p.id, p.n, p.is_listed, p.email, p.name, coalesce(a.texts, []) || coalesce(u.texts, []) AS access, CASE WHEN a.is_owner THEN true WHEN u.texts IS NULL THEN false END AS is_owner FROM people p
  LEFT JOIN (SELECT id, n, list(text ORDER BY a, b, c) AS texts, bool_or(is_owner) AS is_owner FROM accesses GROUP BY id, n) a ON a.id = p.id AND a.n = p.n
  LEFT JOIN (SELECT id, n, list('unknown: ' || text ORDER BY a, b) AS texts FROM unknowns GROUP BY id, n) u ON u.id = p.id AND u.n = p.n`,
      ],
    ],
    from: 'people_access',
    order: 'CASE WHEN is_owner THEN 0 WHEN is_owner IS NULL THEN 1 ELSE 2 END, is_listed DESC, n',
  };
}

/** Returns a text with an expression in place of its NUL. */
function affixed(text: string, expression: string): string {
  const [before = '', after = ''] = text.split('\0');
  return `concat(${sql.literal(before)}, ${expression}, ${sql.literal(after)})`;
}
