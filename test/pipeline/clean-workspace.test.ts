/** A clean workspace never looks like a gap: run after run is complete, nothing is open, and every id stands. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { createWorkbench, type Workbench } from '../support/run.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await createWorkbench();
});
afterEach(() => bench.close());

/** Ids of end users alone are withheld. */
const OF_END_USERS = ['suppressions', 'regulations'];

it('is complete three times in a row, with every id in clear where settings repeat it', async () => {
  const changes = { definitions: resources };

  const runs = [await bench.run({ changes }), await bench.run({ changes }), await bench.run({ changes })];

  expect(runs.map(({ record }) => record.status)).toEqual(['complete', 'complete', 'complete']);
  expect(runs.flatMap(({ conditions }) => conditions)).toEqual([]);
  const [first] = runs;
  const destinations = first?.lines<{ id: string; data: { settings?: object } }>(
    'data/resources/destinations.jsonl',
  );
  // Segment repeats a destination's own id in its settings: that must not make a secret of it.
  const own = new Set(destinations?.map(({ id }) => id));
  expect(JSON.stringify(destinations)).toContain('"configId":{"$fingerprint":');
  expect([...own].filter((id) => id.includes('hmac-sha256'))).toEqual([]);
  const withheld = [...(first?.files ?? [])].filter(
    ([path, text]) =>
      path.startsWith('data/resources/') &&
      !OF_END_USERS.some((name) => path.includes(name)) &&
      /"(?:id|[a-zA-Z]+Id|slug)":"[^"]*hmac-sha256/.test(text),
  );
  expect(withheld.map(([path]) => path)).toEqual([]);
});
