/** Of what a run says its evidence is: by what the server calls itself, not by its name alone. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createWorkbench, type Workbench } from '../support/run.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await createWorkbench();
});
afterEach(() => bench.close());

it('what calls itself the simulator is one, also under the name of the region', async () => {
  const { record } = await bench.run({ config: { apiUrlIsOverride: false } });

  expect(record.origin.kind).toBe('simulator');
});
