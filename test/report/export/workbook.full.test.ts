/** A workbook as LibreOffice opens it: the same cells, nothing evaluated. */
import { describe, expect, it } from 'vitest';
import { toXlsx } from '../../../src/report/export/xlsx.ts';
import { answerOf, HOSTILE_NAMES, LONG_NAME } from '../../support/hostile-answer.ts';
import { isWithoutLibreOffice, savedAgain, sheetsOf } from '../../support/libreoffice.ts';
import { readBackAll, readWorkbook, wholeBytes } from '../../support/read-back.ts';

const answer = answerOf([...HOSTILE_NAMES, LONG_NAME]);

describe.skipIf(isWithoutLibreOffice('workbooks in LibreOffice'))('LibreOffice', () => {
  it('shows the cells that were written, formulas as text', async () => {
    const { xlsx } = await readBackAll(answer);

    const sheets = sheetsOf(await wholeBytes(toXlsx(answer)));

    const [, ...rows] = sheets.get('names') ?? [];
    const named = rows.map((row) => row[0]);
    expect(named).toEqual(xlsx?.cells.map(([name = '']) => name));
    expect(rows[0]?.slice(1)).toEqual([
      '=1+1\nand another',
      '-5',
      'no',
      '2026-11-12 03:00:00',
      '0001-01-01T00:00:00Z',
      '',
    ]);
    expect(sheets.get('Cover')?.[0]?.[0]).toMatch(/^NOT COMPLETE: /);
  }, 120_000);

  it('saves a workbook that reads as before', async () => {
    const bytes = await wholeBytes(toXlsx(answer));

    const again = await readWorkbook(savedAgain(bytes), 1, answer.table);

    expect(again).toEqual(await readWorkbook(bytes, 1, answer.table));
  }, 120_000);
});
