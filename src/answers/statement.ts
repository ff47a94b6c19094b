/** The same population for a second engine: one DuckDB statement over the sealed JSON Lines of a snapshot's folder. */
import { artifactPath } from '../store/layout.ts';
import type { SampleRequest } from './sample.ts';
import { sql, tableOf } from './views/fields-sql.ts';
import type { Reader, View } from './views/view.ts';

/** What a statement needs: lambdas of list functions are written so since then. */
export const LEAST_DUCKDB = '1.3';

/** Returns the statement. Paths are relative to the snapshot's folder. What could not be read is an empty table. */
export function statementOf(view: View, reader: Reader, sample: SampleRequest | undefined): string {
  const { with: more = [], from, order } = view.sql(reader);
  const tables = [
    ...view.inputs.map(({ resource }) => [tableOf(resource), selectOf(resource, reader)] as const),
    ...more,
  ];
  const columns = view.columns.map((column) => `  ${expressionOf(column, reader)} AS "${column.key}"`);
  const [first] = view.columns;
  const id = first === undefined ? 'id' : expressionOf(first, reader);
  const end =
    sample === undefined
      ? `ORDER BY ${order}`
      : `ORDER BY sha256(${sql.literal(sample.seed)} || chr(10) || ${id}), ${order}\nLIMIT ${sample.n}`;
  return `WITH\n${tables.map(([name, select]) => `${name} AS (${select})`).join(',\n')}\nSELECT\n${columns.join(',\n')}\nFROM ${from}\n${end};\n`;
}

const expressionOf = ({ sql: expression }: View['columns'][number], reader: Reader) =>
  typeof expression === 'string' ? expression : expression(reader);

function selectOf(resource: string, reader: Reader): string {
  if (!reader.isReadable(resource))
    return 'SELECT NULL::BIGINT AS n, NULL::VARCHAR AS id, NULL::JSON AS data, NULL::JSON AS parent WHERE false';
  return `SELECT row_number() OVER () AS n, json->>'$.id' AS id, json->'$.data' AS data, json->'$.parent' AS parent FROM read_ndjson_objects('${artifactPath(resource)}')`;
}
