/** `docs/sql`: DuckDB, over the sealed files alone, gives the same answers as the checks: outcome, population, exceptions. */
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { checks } from '../../src/checks/index.ts';
import { alteredWorld, difference } from '../support/altered-worlds.ts';
import { POLICY } from '../support/check-policy.ts';
import type { MadeRun } from '../support/checked.ts';
import { openDuckDb } from '../support/duckdb.mjs';
import { goldenRecords } from '../support/golden-records.ts';
import { createWorkbench, type Workbench } from '../support/run.ts';
import { askedTwice, saidAgain, saidIn, saidTwice } from '../support/second-engine.ts';
import { everyNth, IS_FULL, runs } from '../support/tier.ts';

const engine = await openDuckDb();
const twice = checks.filter(({ id }) => askedTwice.includes(id));
const read = [...new Set(twice.flatMap(({ reads }) => reads))];
const WHOLE = goldenRecords();

/** The records with one kind of them changed. */
const changed = (
  resource: string,
  change: (data: Record<string, unknown>) => Record<string, unknown>,
): MadeRun['records'] => ({
  ...WHOLE,
  [resource]: (WHOLE[resource] ?? []).map((record) => ({ ...record, data: change(record.data) })),
});
const without =
  (...names: readonly string[]) =>
  (data: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(data).filter(([name]) => !names.includes(name)));

/** What a workspace may turn into, and the checks whose answer it changes. */
const CHANGED: readonly (readonly [string, Partial<MadeRun>, readonly string[]])[] = [
  [
    'nobody owns it',
    { records: changed('users', (data) => ({ ...data, permissions: [] })) },
    ['IAM-01', 'IAM-03'],
  ],
  ['permissions are hidden', { records: changed('users', without('permissions')) }, ['IAM-01', 'IAM-08']],
  [
    'groups give nothing',
    { records: changed('groups', (data) => ({ ...data, permissions: [] })) },
    ['IAM-07'],
  ],
  ['groups are empty', { records: { ...WHOLE, 'group-members': [], 'group-invites': [] } }, []],
  ['nobody is a user but through a group', { records: { ...WHOLE, users: [] } }, ['IAM-01', 'IAM-04']],
  ['no addresses', { records: changed('users', without('email')) }, ['IAM-04', 'IAM-05']],
  ['no labels', { records: changed('sources', without('labels')) }, ['SRC-01', 'IAM-09', 'TP-01']],
  [
    'no label on any source',
    { records: changed('sources', (data) => ({ ...data, labels: [] })) },
    ['SRC-01'],
  ],
  ['no write keys', { records: changed('sources', without('writeKeys')) }, ['SRC-04']],
  ['one write key', { records: changed('sources', (data) => ({ ...data, writeKeys: ['k'] })) }, ['SRC-04']],
  ['one name', { records: changed('sources', (data) => ({ ...data, name: 'Web' })) }, ['SRC-03']],
  ['all is off', { records: changed('destinations', (data) => ({ ...data, enabled: false })) }, ['DST-10']],
  ['nothing says that it is on', { records: changed('destinations', without('enabled')) }, ['SRC-08']],
  ['all is let through', { records: { ...WHOLE, 'source-settings': [] } }, ['TP-02', 'TP-03']],
  ['no plan', { records: { ...WHOLE, 'tracking-plans': [] } }, ['TP-01', 'TP-02']],
  [
    'queries nobody could read',
    { records: changed('reverse-etl-models', (data) => ({ ...data, query: null })) },
    ['WH-04'],
  ],
];

describe.skipIf(engine === undefined)('a second engine', () => {
  const said = (made: Partial<MadeRun>) =>
    saidTwice(engine ?? expect.fail(), twice, { records: WHOLE, policy: POLICY, ...made });

  let unchanged: Awaited<ReturnType<typeof said>>['first'] | undefined;

  it('is asked twenty checks', () => {
    expect(twice.map(({ id }) => id).sort()).toEqual(askedTwice);
    expect(twice.length).toBeGreaterThanOrEqual(20);
  });

  describe.runIf(IS_FULL)('about stored runs', () => {
    const benches: Workbench[] = [];
    afterAll(() => Promise.all(benches.map((bench) => bench.close())));

    it.each([
      ['small', 1],
      ['small', 2],
      ['medium', 3],
    ] as const)('says what was sealed: %s, of seed %i, whole and with gaps', async (size, seed) => {
      const bench = await createWorkbench({ size, seed });
      benches.push(bench);
      const run = async () => {
        const { record, files } = await bench.run({
          definitions: resources.filter(({ name }) => [...read, 'workspace', 'spaces'].includes(name)),
          configuration: { policy: POLICY },
          changes: { checks: twice },
        });
        const folder = join(bench.folder, 'segment-evidence/v1', record.connection, record.snapshotPath);
        const sealed = saidIn(JSON.parse(files.get('data/checks/results.json') ?? ''));
        expect(await saidAgain(engine ?? expect.fail(), folder)).toEqual(sealed);
        return sealed;
      };
      const whole = await run();
      const refused = { kind: 'status', status: 403 } as const;
      for (const path of [/^\/groups\/[^/]+\/users/, /^\/sources\/[^/]+\/settings/, /^\/labels/])
        bench.simulator.addFault({ match: { path }, effect: refused });
      bench.simulator.addFault({
        match: { path: /^\/destinations$/ },
        effect: { kind: 'short-list', drop: 2 },
      });
      bench.clock.advance(86_400_000);
      const cut = await run();

      expect(cut).not.toEqual(whole);
    });
  });

  it.each(everyNth(CHANGED, CHANGED.length, 3))('agrees where %s', async (_title, made, differs) => {
    const { first, second } = await said(made);
    expect(second).toEqual(first);
    unchanged ??= (await said({})).first;
    for (const id of differs) expect(first[id], id).not.toEqual(unchanged[id]);
  });

  it.runIf(IS_FULL)(
    'agrees about whatever may stand in a workspace, whatever of it was read, whatever is asked',
    async () => {
      await fc.assert(
        fc.asyncProperty(difference, async (differs) => {
          const { first, second } = await said(alteredWorld(WHOLE, read, differs));
          expect(second).toEqual(first);
        }),
        { numRuns: runs({ fast: 1, full: 20 }) },
      );
    },
    300_000,
  );
});
