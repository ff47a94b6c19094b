/** Views, row by row, over small evidence. views.full.test.ts asks DuckDB the same. */
import { describe, expect, it } from 'vitest';
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
  });
});
