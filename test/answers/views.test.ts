/** Views, row by row, over small evidence. views.full.test.ts asks DuckDB the same. */
import { describe, expect, it } from 'vitest';
import { countRows } from '../../src/answers/tallies.ts';
import { views } from '../../src/answers/views/index.ts';
import { picked, readerOf, viewIn } from '../support/view-case.ts';
import { viewCases } from './cases/index.ts';

describe('views', () => {
  it.each(viewCases)('$title', async (viewCase) => {
    const view = viewIn(viewCase);
    const prepared = await view.prepare(readerOf(viewCase));
    const rows: unknown[][] = [];
    for await (const row of prepared.rows()) rows.push(view.columns.map((column) => column.value(row)));

    expect(picked(view, viewCase, rows)).toEqual(viewCase.rows);
    if (viewCase.gaps !== undefined) expect(prepared.gaps).toEqual(viewCase.gaps);
    const { total, words } = await countRows(view, prepared.rows, prepared.total);
    expect(total).toBe(rows.length);
    if (viewCase.counted !== undefined) expect(words).toBe(viewCase.counted);
  });

  it.each(views.map(({ name }) => name))('counts in the first line what %s are asked about', (name) => {
    const counted = viewCases.filter(({ view, counted: words }) => view === name && words !== undefined);
    expect(counted.length).toBeGreaterThan(0);
  });
});
