/** Lists that never end are left after few pages; no honest one is left before its end. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ListWatch, MOST_PAGES } from '../../src/segment/list-watch.ts';

interface Given {
  readonly pageSize?: number;
  readonly repeatsAreNormal?: boolean;
  readonly page: (number: number) => readonly unknown[];
  readonly total?: (number: number) => number | undefined;
}

/** After how many pages the watch would not go on, and why. */
function walk(
  { pageSize = 200, repeatsAreNormal = false, page, total = () => undefined }: Given,
  most = 20_000,
) {
  const watch = new ListWatch({ pageSize, repeatsAreNormal });
  for (let number = 1; number <= most; number += 1) {
    watch.note(page(number), total(number));
    if (watch.endless !== undefined) return { pages: number, why: watch.endless, shown: watch.shown };
  }
  return { pages: most, why: undefined, shown: watch.shown };
}

const same = [{ id: 'a' }, { id: 'b' }];
const next = (number: number, size: number) =>
  Array.from({ length: size }, (_, index) => ({ id: `${number}-${index}` }));

describe('a list that never ends', () => {
  it.each<[string, Given, number, string]>([
    ['is empty', { page: () => [] }, 3, 'circle'],
    ['shows the same', { page: () => same }, 4, 'circle'],
    ['shows the same things without ids', { page: () => ['x', { y: 1 }] }, 4, 'circle'],
    [
      'shows the same page where repeats are normal',
      { page: () => same, repeatsAreNormal: true },
      4,
      'circle',
    ],
    ['shows two pages by turns', { page: (n) => next(n % 2, 2) }, 5, 'circle'],
    ['has a total and shows more', { page: (n) => next(n, 2), total: () => 5 }, 4, 'beyond-total'],
    ['has a total of nothing', { page: (n) => next(n, 2), total: () => 0 }, 1, 'beyond-total'],
    ['shows one thing a page', { page: (n) => next(n, 1) }, 200, 'too-long'],
    ['has a total that grows with it', { page: (n) => next(n, 1), total: (n) => n + 1 }, 200, 'too-long'],
    ['shows full pages', { page: (n) => next(n, 10), pageSize: 10 }, MOST_PAGES, 'too-long'],
  ])('is left: it %s', (_title, given, pages, why) => {
    expect(walk(given)).toMatchObject({ pages, why });
  });
});

describe('a list that ends', () => {
  it('is read to its end, whatever the size of its pages, and counted right', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 400 }),
        fc.integer({ min: 1, max: 50 }),
        fc.boolean(),
        fc.boolean(),
        (records, pageSize, tellsTotal, repeatsAreNormal) => {
          const all = next(0, records);
          const pages = Math.max(1, Math.ceil(records / pageSize));
          const walked = walk(
            {
              pageSize,
              repeatsAreNormal,
              page: (number) => all.slice((number - 1) * pageSize, number * pageSize),
              total: () => (tellsTotal ? records : undefined),
            },
            pages,
          );

          expect(walked).toEqual({ pages, why: undefined, shown: records });
        },
      ),
    );
  });

  it('may name a next page on the one that reaches its total, if that is empty', () => {
    const given: Given = { page: (n) => (n <= 2 ? next(n, 5) : []), total: () => 10 };

    expect(walk(given, 3)).toEqual({ pages: 3, why: undefined, shown: 10 });
  });

  it('may be cut into small pages by the server, and be as long as its steady total', () => {
    const given: Given = { page: (n) => next(n, 2), total: () => 12_000 };

    expect(walk(given, 6_000).why).toBeUndefined();
  });

  it('may hold what is nested deeper than can be looked into: each counts', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);

    expect(walk({ page: () => [deep, deep] }, 2).shown).toBe(4);
  });

  it('may show the same thing twice where that is normal, and each counts', () => {
    const given: Given = { page: (n) => [{ on: n }, 'x', 'x'], repeatsAreNormal: true };

    expect(walk(given, 4).shown).toBe(12);
  });
});
