/** A page of an answer. */
import { expect, it } from 'vitest';
import { MOST_CHARACTERS, pageOf } from '../../src/mcp/page.ts';

it('is small however many rows there are, and however long one of them is', async () => {
  const long = { id: 'a', data: 'x'.repeat(MOST_CHARACTERS) };
  const rows = [
    long,
    ...Array.from({ length: 500 }, (_, id) => ({ id: String(id), data: 'y'.repeat(1000) })),
  ];

  const page = await pageOf(
    { standing: 'COMPLETE: all', snapshot: null, about: {}, rows: () => rows },
    200,
    undefined,
  );

  expect(JSON.stringify(page).length).toBeLessThan(MOST_CHARACTERS + 1000);
  expect(page.rows[0]).toEqual({ id: 'a', tooLong: expect.any(Number), members: ['id', 'data'] });
  expect([page.total, page.rows.length > 10, page.next !== undefined]).toEqual([501, true, true]);
});
