/** An answer whose names are what somebody might type who wants something to happen when it is shown. */
import { type Answer, standingOf } from '../../src/answers/answer.ts';
import type { Column } from '../../src/answers/table.ts';

export const HOSTILE_NAMES: readonly string[] = [
  '=1+1',
  "=cmd|' /C calc'!A0",
  '+1-555-0100',
  '-2+3',
  '@SUM(1,2)',
  '\t=1+1',
  '\r=1+1',
  '\uFF1D1+1',
  '\uFF20SUM(1)',
  "'=already quoted",
  "''=twice",
  "'s-Hertogenbosch",
  'Plain;=1+1; =2+2',
  'two\n=lines',
  'two\r\nlines',
  '\u202Egnp.exe',
  '\u05E9\u05DC\u05D5\u05DD',
  '\u{1F469}\u200D\u{1F4BB} emoji',
  'zero\u200Bwidth\uFEFF',
  '<script>alert(1)</script>&amp;"]]>',
  'escape\u001B[2J\u009B31m',
  'nul\u0000byte',
  'half \uD800 surrogate',
  '_x0041_ and _x000D_',
  ' spaces ',
  '"quoted", with comma',
  'https://evil.example/?a=1',
  '007',
  'TRUE',
  '2026-11-12',
  '1e5',
];

/** Longer than a cell of a workbook can be. */
export const LONG_NAME = `${'long '.repeat(8_000)}end`;

interface Named {
  readonly name: string;
}

const columns: readonly Column<Named>[] = [
  { key: 'name', title: 'Name', kind: 'text', value: ({ name }) => name },
  { key: 'names', title: 'Names', kind: 'list', value: ({ name }) => [name, 'and another'] },
  { key: 'below_zero', title: 'Below zero', kind: 'count', value: () => -5 },
  { key: 'is_odd', title: 'Odd', kind: 'flag', value: ({ name }) => name.length % 2 === 1 },
  { key: 'at', title: 'At', kind: 'instant', value: () => '2026-11-12T03:00:00.500Z' },
  { key: 'early', title: 'Early', kind: 'instant', value: () => '0001-01-01T00:00:00Z' },
  { key: 'nothing', title: 'Nothing', kind: 'text', value: () => null },
];

/** Returns it, with a row for each name. */
export function answerOf(names: readonly string[]): Answer<Named> {
  return {
    question: 'Who is called what?',
    standing: standingOf('', ['a gap, =1+1', 'another\u001B[2J']),
    cover: [['Connection', 'acme\u001B[2J']],
    exitCode: 4,
    table: {
      name: 'names',
      columns,
      rows: async function* () {
        for (const name of names) yield { name };
      },
    },
    head: { schema: 'segment-evidence/population/v1' },
    rowsKey: 'rows',
    asOf: '2026-11-12T03:00:00.000Z',
  };
}
