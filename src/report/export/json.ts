/** An answer as one JSON document. Rows are written one after another, so that their number does not matter. */
import type { Answer } from '../../answers/answer.ts';
import { visibleJson } from '../../evidence/visible-json.ts';

/** Yields the document: its head with the standing first, then a row a line. */
export async function* toJson<Row>({ head, standing, rowsKey, table }: Answer<Row>): AsyncGenerator<string> {
  const { schema, ...rest } = head;
  const text = visibleJson(JSON.stringify({ schema, standing, ...rest }, null, 2));
  yield `${text.slice(0, -2)},\n  ${JSON.stringify(rowsKey)}: [`;
  let separator = '\n    ';
  for await (const row of table.rows()) {
    yield `${separator}${visibleJson(JSON.stringify(row))}`;
    separator = ',\n    ';
  }
  yield separator.startsWith(',') ? '\n  ]\n}\n' : ']\n}\n';
}
