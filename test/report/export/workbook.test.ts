/** What a reader finds in a workbook, whoever wrote it. */
import { Readable } from 'node:stream';
import { readXlsx } from 'hucre/xlsx';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Cell } from '../../../src/answers/table.ts';
import { MOST_ROWS, sheetName, workbook } from '../../../src/report/export/workbook.ts';
import { toXlsx } from '../../../src/report/export/xlsx.ts';
import { answerOf } from '../../support/hostile-answer.ts';
import { wholeBytes } from '../../support/read-back.ts';

const answer = answerOf(['Ada', 'Grace']);

afterEach(() => vi.useRealTimers());

/** Returns a sheet of these rows, read back. */
async function onlySheet(rows: readonly (readonly Cell[])[], columnCount: number) {
  const columns = Array.from({ length: columnCount }, (_, index) => ({
    title: `Column ${index}`,
    kind: 'list' as const,
  }));
  const sheet = { name: 'rows', columns, rows: Readable.from(rows) };
  const content = { standing: 'COMPLETE: x', cover: [], sheets: [sheet], madeAt: '2026-11-12T03:00:00Z' };
  const { sheets } = await readXlsx(await workbook(content));
  return sheets[1];
}

describe('a workbook', () => {
  it('says first what it rests on, then the question, and how to check it', async () => {
    const { sheets } = await readXlsx(await wholeBytes(toXlsx(answer)));

    const [cover] = sheets;
    expect(cover?.name).toBe('Cover');
    expect(String(cover?.rows[0]?.[0])).toMatch(/^NOT COMPLETE: /);
    expect(cover?.rows[1]?.slice(0, 2)).toEqual(['Question', 'Who is called what?']);
    expect(JSON.stringify(cover?.rows)).toContain('sha256sum --check manifest-sha256.txt');
  });

  it('has a header that stays, filters over all rows, dates that are dates, and counts that are numbers', async () => {
    const { sheets } = await readXlsx(await wholeBytes(toXlsx(answer)));

    const [, names] = sheets;
    expect(names?.freezePane).toEqual({ rows: 1 });
    expect(names?.autoFilter?.range).toBe('A1:G3');
    expect(names?.rows[0]).toEqual([
      'Name',
      'Names',
      'Below zero',
      'Odd',
      'At (UTC)',
      'Early (UTC)',
      'Nothing',
    ]);
    expect(names?.rows[1]?.slice(0, 6)).toEqual([
      'Ada',
      'Ada\nand another',
      -5,
      'yes',
      new Date('2026-11-12T03:00:00.500Z'),
      '0001-01-01T00:00:00Z',
    ]);
  });

  it.each([
    ['a list of three', ['a', 'b', 'c'], 45],
    ['text of two lines and a half', 'word '.repeat(30), 45],
    ['one line', 'word', undefined],
    ['a list of hundreds, as high as Excel allows', Array.from({ length: 250 }, () => 'x'), 409],
  ])('makes a row as high as %s, since not every program does so itself', async (_, cell, height) => {
    const sheet = await onlySheet([[cell]], 1);

    expect(sheet?.rowDefs?.get(1)?.height).toBe(height);
  });

  it('has its cover in rows as high as what they say', async () => {
    const long = 'nothing outside the store fixes these records '.repeat(8);
    const { sheets } = await readXlsx(await wholeBytes(toXlsx({ ...answer, cover: [['Note', long]] })));

    expect(sheets[0]?.rowDefs?.get(2)?.height).toBeGreaterThanOrEqual(60);
    expect(sheets[0]?.rowDefs?.get(1)).toBeUndefined();
  });

  it.each([
    ['a narrow one on one page', 4, 1, undefined],
    ['a wide one on as many as can be read, each with the columns that name the row', 12, 3, '$A:$B'],
  ])('prints %s', async (_, columns, pages, repeated) => {
    const row = Array.from({ length: columns }, () => 'x'.repeat(46));
    const sheet = await onlySheet([row], columns);

    expect(sheet?.pageSetup?.fitToWidth).toBe(pages);
    expect(sheet?.pageSetup?.printTitlesColumn).toBe(repeated);
    expect(sheet?.pageSetup?.printTitlesRow).toBe('$1:$1');
  });

  it('has the same bytes for the same answer, whatever the clock says', async () => {
    const first = await wholeBytes(toXlsx(answer));
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2030-01-01T00:00:00Z') });

    expect(Buffer.compare(Buffer.from(first), Buffer.from(await wholeBytes(toXlsx(answer))))).toBe(0);
  });

  it('is refused where there are more rows than it can have, with the way out', async () => {
    const rows = (async function* () {
      for (let index = 0; index <= MOST_ROWS; index += 1) yield [index];
    })();
    const columns = [{ title: 'Number', kind: 'count' as const }];

    const made = workbook({
      standing: 'COMPLETE: x',
      cover: [],
      sheets: [{ name: 'many', columns, rows }],
      madeAt: '2026-11-12T03:00:00Z',
    });

    await expect(made).rejects.toThrow(/expected at most 250000 rows, got more/);
  });

  it.each([
    ['tracking-plan-rules', 'tracking-plan-rules'],
    ['a/b:c[d]', 'a-b-c-d-'],
    ['history', 'history-'],
    ["'quoted'", '-quoted-'],
    ['x'.repeat(40), 'x'.repeat(31)],
    ['', '-'],
  ])('calls a sheet %j what Excel allows', (name, expected) => {
    expect(sheetName(name)).toBe(expected);
  });
});
