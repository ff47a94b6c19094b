/** What a run knows of the runs before when the chain could not go on: nothing found out earlier is forgotten. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SecretError } from '../../src/errors.ts';
import { newSigner } from '../seal/keys.ts';
import { definitionsWith } from '../support/by-default.ts';
import { FEW } from '../support/few.ts';
import { createWorkbench, type RunSettings, type Workbench } from '../support/run.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await createWorkbench({ size: FEW });
});
afterEach(() => bench.close());

const unfetchable: RunSettings = {
  fetchToken: async () => {
    throw new SecretError({ reference: 'env:TOKEN', message: 'fetch secret: env:TOKEN: gone' });
  },
};
const narrow: RunSettings = {
  changes: { definitions: definitionsWith([]) },
  config: { collect: { include: [], exclude: ['users'], pageSize: 200 } },
};

function plant(place: string): void {
  const file = join(bench.folder, 'segment-evidence/v1/acme/chain', place);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, 'rubbish');
}

function answerForAnother(): void {
  const mine = bench.simulator.workspace.id;
  bench.simulator.addFault({
    match: { operationId: 'getWorkspace' },
    effect: { kind: 'transform-text', transform: (text) => text.replace(mine, 'another-workspace') },
  });
}

const otherKey: RunSettings = { changes: { signer: newSigner() } };

/** How the chain comes to its end, and what the runs behind that need. */
const breaks: readonly (readonly [string, () => void, RunSettings])[] = [
  ['rubbish at the next number', () => plant('001/000000000001.sigstore.json'), {}],
  ['another signing key', () => undefined, otherKey],
];

describe.each(breaks)('after %s and a run that read nothing', (_name, breakIt, settings) => {
  beforeEach(async () => {
    await bench.run();
    breakIt();
    await bench.run({ ...unfetchable, ...settings });
  });

  it('the workspace is still the one that the evidence is of', async () => {
    answerForAnother();

    const ran = await bench.run(settings);

    expect([ran.result.record.statement.predicate.chain.number, ran.record.status]).toEqual([2, 'failed']);
    expect(ran.conditions).toContain('wrong-workspace');
  });

  it('what the last complete snapshot had is missed when it is left out', async () => {
    const ran = await bench.run({
      ...narrow,
      ...settings,
      changes: { ...narrow.changes, ...settings.changes },
    });

    expect(ran.conditions).toContain('scope-reduced users');
  });
});

it('another signing key alone makes no other workspace acceptable', async () => {
  await bench.run();
  answerForAnother();

  const ran = await bench.run(otherKey);

  expect([ran.record.status, ran.entry('users').outcome]).toEqual(['failed', 'denied']);
});

describe('rubbish under the number of a chain that nobody began', () => {
  it.each(['002', '500', '999'])(
    '%s stops no run, and is told for as long as it lies there',
    async (chain) => {
      await bench.run();
      plant(`${chain}/000000000000.sigstore.json`);

      const [second, third] = [await bench.run(), await bench.run()];

      for (const { record, conditions } of [second, third]) {
        expect([record.chain.number, record.status]).toEqual([1, 'complete']);
        expect(conditions).toContain('verification-failed');
        expect(record.conditions.map(({ summary }) => summary)).toContain(
          `The chain is not as it was left: chain ${Number(chain)} holds nothing that can be read.`,
        );
      }
      const severities = [second, third].map(
        ({ record }) => record.conditions.find((each) => each.condition === 'verification-failed')?.severity,
      );
      expect(severities).toEqual(['critical', 'medium']);
      expect([second.record.chain.seq, third.record.chain.seq]).toEqual([1, 2]);
      expect((await bench.verify()).exitCode).toBe(6);
    },
  );

  it('with no number left ends the run before anything is stored', async () => {
    await bench.run();
    for (let chain = 2; chain <= 999; chain += 1)
      plant(`${String(chain).padStart(3, '0')}/000000000000.sigstore.json`);
    plant('001/000000000001.sigstore.json');

    await expect(bench.run()).rejects.toMatchObject({
      code: 'WRITE_FAILED',
      exitCode: 5,
      message: expect.stringContaining('expected a free number for a new chain'),
    });
  });
});
