/** An answer as a workbook: what it rests on and how that is checked on the cover, then its rows. */
import type { Answer } from '../../answers/answer.ts';
import type { Table } from '../../answers/table.ts';
import { type RowSheet, workbook } from './workbook.ts';

/** Of an answer that is as of no instant. */
const NO_INSTANT = '2000-01-01T00:00:00.000Z';

const HOW_TO_CHECK = [
  [
    'How to check',
    'In the folder of the snapshot that is named above, in a copy of the store, run: sha256sum evidence-manifest.json. It has to print the digest that is named above.',
  ],
  [
    '',
    'There, run: sha256sum --check manifest-sha256.txt. All files have to be OK; they are what this was made from.',
  ],
  [
    '',
    'Who signed it, and that nothing is missing: segment-evidence verify, with a public key that came another way; or openssl, as docs/verify-by-hand.md says.',
  ],
] as const;

/** Yields the file, in one piece. The same answer has the same bytes. @throws UsageError where there are too many rows */
export async function* toXlsx<Row>(answer: Answer<Row>): AsyncGenerator<Uint8Array> {
  const { question, standing, cover, table, sheets = [], asOf = NO_INSTANT } = answer;
  yield await workbook({
    standing,
    cover: [['Question', question], ...cover, ...HOW_TO_CHECK],
    sheets: [sheetOf(table), ...sheets.map(sheetOf)],
    madeAt: asOf,
  });
}

function sheetOf<Row>({ name, columns, rows }: Table<Row>): RowSheet {
  return {
    name,
    columns,
    rows: (async function* () {
      for await (const row of rows()) yield columns.map((column) => column.value(row));
    })(),
  };
}
