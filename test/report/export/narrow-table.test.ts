/** An answer on a screen: readable at a hundred columns, nothing of it lost, and nothing in it a command to the terminal. */
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/answers/answer.ts';
import type { Column } from '../../../src/answers/table.ts';
import { toNarrowTable } from '../../../src/report/export/narrow-table.ts';
import { answerOf, HOSTILE_NAMES } from '../../support/hostile-answer.ts';
import { wholeText } from '../../support/read-back.ts';

interface Row {
  readonly cells: readonly (string | number | boolean | null | readonly string[])[];
}

const KINDS = ['text', 'text', 'list', 'count', 'flag', 'text'] as const;
const columns: readonly Column<Row>[] = KINDS.map((kind, index) => ({
  key: `c${index}`,
  title: `Column ${index}`,
  kind,
  value: ({ cells }) => cells[index] ?? null,
}));

const answer = (rows: readonly Row['cells'][]): Answer<Row> => ({
  ...answerOf([]),
  standing: `NOT COMPLETE: ${'a gap with many words; '.repeat(9)}`,
  cover: [['Digest', `sha256:${'0'.repeat(64)}`]],
  brief: [['Read at', 'three in the morning']],
  table: {
    name: 'rows',
    columns,
    rows: async function* () {
      for (const cells of rows) yield { cells };
    },
  },
});

describe('a table on a screen', () => {
  it('begins with what it rests on, all of it in one line, and wraps at a hundred columns below it', async () => {
    const many = Array.from({ length: 9 }, (_, index) => `grant number ${index} on a source with a name`);
    const text = await wholeText(
      toNarrowTable(answer([['first', 'x '.repeat(60).trim(), many, 7, null, null]])),
    );

    const [first, ...others] = text.split('\n');
    expect(first).toBe(answer([]).standing);
    expect(others.filter((line) => line.length > 100)).toEqual([]);
    for (const each of ['first', ...many, '7']) expect(text).toContain(each);
    expect(text.replaceAll(/\s+/g, ' ')).toContain(`Column 1: ${'x '.repeat(60).trim()}`);
  });

  it('keeps a row on a line where all of it has room', async () => {
    const text = await wholeText(toNarrowTable(answer([['first', 'second', ['a', 'b'], 7, false, 'last']])));

    expect(text).toMatch(/^first +second +a; b +7 +no +last$/m);
  });

  it('has a dash for what is not known, and names columns that are empty in every row once', async () => {
    const rows = [
      ['first', 'second', ['a'], null, true, null],
      ['other', 'second', [], 7, null, null],
    ];
    const text = await wholeText(toNarrowTable(answer(rows)));

    expect(text).toMatch(/^first +second +a +- +yes$/m);
    expect(text).toMatch(/^other +second +\(none\) +7 +-$/m);
    expect(text).toContain('In every row empty or not known: Column 5');
  });

  it('puts what is short on shared lines below its row, and names what is empty in one', async () => {
    const long = 'x'.repeat(95);
    const rows = [
      [long, 'second', ['a', 'b'], 7, true, 'last'],
      [long, 'second', [], 7, null, null],
    ];
    const text = await wholeText(toNarrowTable(answer(rows)));

    expect(text).toContain(
      '    Column 1: second | Column 2: a; b | Column 3: 7 | Column 4: yes | Column 5: last\n',
    );
    expect(text).toContain(
      '    Column 1: second | Column 3: 7\n    None: Column 2\n    Empty or not known: Column 4, Column 5\n',
    );
  });

  it.each([
    ['are known to be none', [], [], /^In every row none: Column 2$/m],
    ['nobody knows', null, null, /^In every row empty or not known: Column 2, Column 4, Column 5$/m],
    [
      'are none in one row and not known in another',
      [],
      null,
      /^first +second +\(none\) +7\nsecond +second +- +7$/m,
    ],
  ])('tells apart lists that %s', async (_, first, second, said) => {
    const rows = [
      ['first', 'second', first, 7, null, null],
      ['second', 'second', second, 7, null, null],
    ];
    const text = await wholeText(toNarrowTable(answer(rows)));

    expect(text).toMatch(said);
  });

  it('says what it rests on in short, below the rows, and where the digests are', async () => {
    const text = await wholeText(toNarrowTable(answer([['first']])));

    expect(text.indexOf('three in the morning')).toBeGreaterThan(text.indexOf('first'));
    expect(text).not.toContain('sha256:');
    expect(text).toContain('--verbose, or --format json or xlsx');
  });

  it('leaves certificates and digests to who asks for them, also of an answer that says nothing in short itself', async () => {
    const { brief: _, ...whole } = answer([['first']]);
    const cover = [['Certificate', 'users: complete'], ...whole.cover, ['Decided', '3 of 3']] as const;
    const text = await wholeText(toNarrowTable({ ...whole, cover }));

    expect(text).not.toMatch(/sha256:|users: complete/);
    expect(text).toContain('Decided  3 of 3');
  });

  it('shows names of strangers as text', async () => {
    const text = await wholeText(toNarrowTable(answerOf(HOSTILE_NAMES)));

    expect(text).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u);
    expect(text).toContain("=cmd|' /C calc'!A0");
  });

  it('leaves details to who asks, and does not miss what most rows have none of', async () => {
    const table = answer([['first', 'second', [], 7, true, null]]);
    const shown = columns.map((column, index) =>
      index === 1
        ? { ...column, onTerminal: 'detail' as const }
        : index === 2 || index === 5
          ? { ...column, onTerminal: 'if-any' as const }
          : column,
    );
    const text = await wholeText(toNarrowTable({ ...table, table: { ...table.table, columns: shown } }));

    expect(text).not.toContain('second');
    expect(text).toContain('Of each row also: column 1');
    expect(text).not.toMatch(/Column [25]/);
  });
});
