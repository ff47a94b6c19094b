/** Answers of checks are held against the secrets of the run before they are sealed, as every file is. */
import { expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { CHECK_RESULTS_PATH } from '../../src/store/layout.ts';
import { FEW } from '../support/few.ts';
import { madeCheck } from '../support/made-check.ts';
import { createWorkbench } from '../support/run.ts';

const definitions = resources.filter(({ name }) => ['workspace', 'sources'].includes(name));

it('have no secret in them, whatever a check says or keeps', async () => {
  const bench = await createWorkbench({ size: FEW });
  const { tokens, writeKey } = bench.simulator;
  const saying = (id: string, text: string) =>
    madeCheck(id, ['workspace', 'sources'], async (_, tally) => {
      tally.saw();
      tally.fail('workspace', text);
      return undefined;
    });
  const checks = [
    saying('CLEAN', 'It is as it should not be.'),
    saying('KEY', `It has ${writeKey}.`),
    madeCheck('KEEPS', ['workspace'], async (_, tally) => {
      tally.keep(`seen ${tokens.owner}`, '2026-11-22T00:00:00.000Z');
      return undefined;
    }),
    saying('TOKEN', `It has ${encodeURIComponent(tokens.owner)}.`),
  ];
  const ran = await bench.run({ definitions, changes: { checks } });
  const text = ran.files.get(CHECK_RESULTS_PATH) ?? '';

  for (const secret of [tokens.owner, writeKey]) {
    expect(secret.length).toBeGreaterThan(8);
    expect(text).not.toContain(secret);
  }
  const outcomes = JSON.parse(text).results.map((each: Record<string, string>) => [
    each['checkId'],
    each['outcome'],
  ]);
  expect(outcomes).toEqual([
    ['CLEAN', 'fail'],
    ['KEEPS', 'error'],
    ['KEY', 'error'],
    ['TOKEN', 'error'],
  ]);
  await bench.close();
});
