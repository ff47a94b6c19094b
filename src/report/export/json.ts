/** An answer as one JSON document. Rows are written one after another, so that their number does not matter. */
import type { Answer } from '../../answers/answer.ts';

/** What JSON allows as it stands, and a terminal may take for a command or for another direction of writing. */
const UNSEEN = /[\u007F-\u009F\p{Cf}\u2028\u2029]/gu;

/** Yields the document: its head with the standing first, then a row a line. */
export async function* toJson<Row>({ head, standing, rowsKey, table }: Answer<Row>): AsyncGenerator<string> {
  const { schema, ...rest } = head;
  const text = escaped(JSON.stringify({ schema, standing, ...rest }, null, 2));
  yield `${text.slice(0, -2)},\n  ${JSON.stringify(rowsKey)}: [`;
  let separator = '\n    ';
  for await (const row of table.rows()) {
    yield `${separator}${escaped(JSON.stringify(row))}`;
    separator = ',\n    ';
  }
  yield separator.startsWith(',') ? '\n  ]\n}\n' : ']\n}\n';
}

/** Returns the same document with what cannot be seen written as \\uXXXX. */
const escaped = (json: string) =>
  json.replace(UNSEEN, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join(''),
  );
