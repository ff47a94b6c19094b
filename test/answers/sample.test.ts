/** Drawing a sample: what sorting all digests would give, without holding all rows. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { draw } from '../../src/answers/sample.ts';
import { runs } from '../support/tier.ts';

interface Row {
  readonly id: string;
  readonly place: number;
}

async function* each(rows: readonly Row[]): AsyncGenerator<Row> {
  yield* rows;
}

const digestOf = (seed: string, { id }: Row) => createHash('sha256').update(`${seed}\n${id}`).digest('hex');

it('gives the rows whose digests sort lowest, in that order; of equal ids the one that comes first', async () => {
  const ids = fc.array(fc.string({ maxLength: 3, unit: fc.constantFrom('a', 'b', 'ü', '%') }), {
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(ids, fc.integer({ min: 1, max: 45 }), fc.string(), async (given, n, seed) => {
      const rows = given.map((id, place) => ({ id, place }));
      const sorted = [...rows].sort((one, other) =>
        digestOf(seed, one) === digestOf(seed, other)
          ? one.place - other.place
          : digestOf(seed, one) < digestOf(seed, other)
            ? -1
            : 1,
      );

      expect(await draw(each(rows), { n, seed })).toEqual(sorted.slice(0, n));
    }),
    { numRuns: runs({ fast: 50, full: 2000 }) },
  );
});
