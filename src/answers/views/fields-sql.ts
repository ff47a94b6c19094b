/** A member of a record in DuckDB: the same values as `evidence/records/fields.ts` gives. */
import { DAY_MS, INSTANT } from '../../evidence/records/fields.ts';

/** `of`: the column with the JSON. */
export const sql = {
  json: (path: string, of = 'data') => `${of}->'${pathOf(path)}'`,
  text: (path: string, of = 'data') => typed(path, of, 'VARCHAR', ''),
  flag: (path: string, of = 'data') => typed(path, of, 'BOOLEAN', '::BOOLEAN'),
  number: (path: string, of = 'data') =>
    `CASE WHEN json_type(${of}, '${pathOf(path)}') IN ('BIGINT', 'UBIGINT', 'DOUBLE') THEN (${of}->>'${pathOf(path)}')::DOUBLE END`,
  list: (path: string, of = 'data') => `TRY_CAST(${of}->'${pathOf(path)}' AS JSON[])`,
  pairs: (path: string, of = 'data') =>
    `list_transform(coalesce(${sql.list(path, of)}, []), lambda l: concat(${sql.text('key', 'l')}, '=', ${sql.text('value', 'l')}))`,
  everyText: (path: string, name: string, of = 'data') =>
    `coalesce(list_sort(list_distinct(json_extract_string(${of}->'${pathOf(path)}', '$.**."${name}"'))), [])`,
  time: (text: string) =>
    `CASE WHEN regexp_full_match(${text}, '${INSTANT.source.slice(1, -1)}') THEN epoch_ms(TRY_CAST(${text} AS TIMESTAMPTZ)) END`,
  days: (from: string, to: string) => {
    const days = `CAST(floor((${sql.time(to)} - ${sql.time(from)}) / ${DAY_MS}) AS BIGINT)`;
    return `CASE WHEN ${days} < 0 THEN 0 ELSE ${days} END`;
  },
  literal: (text: string) => `'${text.replaceAll("'", "''")}'`,
} as const;

const pathOf = (path: string) =>
  `$.${path
    .split('.')
    .map((name) => `"${name}"`)
    .join('.')}`;

function typed(path: string, of: string, type: string, cast: string): string {
  return `CASE json_type(${of}, '${pathOf(path)}') WHEN '${type}' THEN (${of}->>'${pathOf(path)}')${cast} END`;
}

/** Returns the name of a resource as a table. */
export const tableOf = (resource: string): string => resource.replaceAll('-', '_');
