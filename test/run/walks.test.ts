/** How often a run goes over what it read: the largest populations are what makes a run long. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Spool } from '../../src/spool/spool.ts';
import { createWorkbench, type Workbench } from '../support/run.ts';

let bench: Workbench;

beforeAll(async () => {
  bench = await createWorkbench();
});
afterAll(() => bench.close());

it('goes over what it read twice: to look and digest at once, and to store', async () => {
  const walks = new Map<Spool, number>();
  class Counted extends Spool {
    override sorted() {
      walks.set(this, (walks.get(this) ?? 0) + 1);
      return super.sorted();
    }
  }

  const { record } = await bench.run({ changes: { newSpool: () => new Counted() } });

  expect(record.artifacts.length).toBeGreaterThan(5);
  expect(Math.max(...walks.values())).toBe(2);
});
