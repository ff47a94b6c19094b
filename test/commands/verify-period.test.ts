/** `verify --from --to`: what a period lacks, from the same walk that verifies, as an auditor runs it. */
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyDocument } from '../../schemas/commands/verify.ts';
import type { VerifyOptions } from '../../src/commands/verify.ts';
import type { CoveredReport } from '../../src/commands/verify-period.ts';
import { StoreError } from '../../src/errors.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import type { Store } from '../../src/store/store.ts';
import type { InProcessCli } from '../support/in-process-cli.ts';
import { createSealedStore, PUBLIC_KEY_PEM } from '../support/sealed-store.ts';
import { verifyAlone } from '../verify/verify-alone.ts';
import { type CollectedDays, collectDays } from './collected-days.ts';

const LATER = new Date('2026-12-01T00:00:00.000Z');
let days: CollectedDays;
let cli: InProcessCli;

/** Beside it a store with a second connection. */
beforeAll(async () => {
  days = await collectDays();
  cli = days.cli;
  const other = createSealedStore();
  cpSync(join(other.root, 'segment-evidence/v1/golden'), join(cli.dir, 'two/segment-evidence/v1/golden'), {
    recursive: true,
  });
  cpSync(join(cli.store, 'segment-evidence/v1/acme'), join(cli.dir, 'two/segment-evidence/v1/acme'), {
    recursive: true,
  });
  writeFileSync(join(cli.dir, 'golden.pub.pem'), PUBLIC_KEY_PEM);
  other.dispose();
});
afterAll(() => days.close());

async function verify(options: Partial<VerifyOptions>) {
  const given = { location: cli.store, key: [cli.publicKey], now: LATER, ...options };
  const output = await verifyAlone(cli.dir, given);
  const report = output.report as CoveredReport;
  return { ...output, coverage: report.connections[0]?.coverage };
}
const slot = (day: number) => `2026-11-0${day}T03:00:00.000Z`;

describe('a period', () => {
  it.each([
    ['of two days that were collected', { from: '2026-11-02', to: '2026-11-03' }, 0, [], 0],
    [
      'that begins within a day, behind its slot',
      { from: '2026-11-02T03:30:00Z', to: '2026-11-03' },
      0,
      [],
      0,
    ],
    ['before the connection began', { from: '2026-11-01', to: '2026-11-03' }, 4, [], 1],
    ['with a day that nobody collected', { from: '2026-11-03', to: '2026-11-05' }, 4, ['4 missing'], 0],
    [
      'that ends behind the last run',
      { from: '2026-11-05', to: '2026-11-08' },
      4,
      ['6 failed', '7 missing', '8 missing'],
      1,
    ],
    ['whose start is left open begins with the first run', { to: '2026-11-03' }, 0, [], 0],
    [
      'whose end is left open ends now',
      { from: '2026-11-05', now: new Date('2026-11-05T12:00:00Z') },
      0,
      [],
      0,
    ],
    [
      'that ends today, which is not over',
      { from: '2026-11-05', to: '2026-11-05', now: new Date('2026-11-05T12:00:00Z') },
      0,
      [],
      0,
    ],
    [
      'up to a slot that is not late yet',
      { from: '2026-11-03', to: '2026-11-04', now: new Date('2026-11-04T03:59:00Z') },
      0,
      [],
      0,
    ],
    [
      'up to a slot that is late',
      { from: '2026-11-03', to: '2026-11-04', now: new Date('2026-11-04T04:01:00Z') },
      4,
      ['4 missing'],
      1,
    ],
    [
      'that has days to come',
      { from: '2026-11-05', to: '2026-11-07', now: new Date('2026-11-05T12:00:00Z') },
      4,
      [],
      1,
    ],
  ] as const)('%s', async (_title, asked, exitCode, lacking, uncovered) => {
    const { exitCode: code, json, coverage, report, text } = await verify(asked);

    expect(verifyDocument.safeParse(json).error?.issues ?? []).toEqual([]);
    const states = coverage?.slots?.filter(({ state }) => state !== 'complete') ?? [];
    expect([code, report.exitCode, report.verdict]).toEqual([exitCode, exitCode, 'intact']);
    expect(states.map((each) => `${Number(each.slot.slice(8, 10))} ${each.state}`)).toEqual(lacking);
    expect(coverage?.uncovered).toHaveLength(uncovered);
    expect(text.includes('INTACT; the period is not covered')).toBe(exitCode === 4);
  });

  it('that ended before the first run is not covered, and not judged', async () => {
    const { exitCode, text } = await verify({ to: '2026-11-01' });

    expect(exitCode).toBe(7);
    expect(text).toContain('covered     no: 2026-10-31T23:59:59.999Z to 2026-11-01T23:59:59.999Z');
    expect(text).toContain('got 4 others');
  });

  it('lacks in verify what it lacks in status', async () => {
    const [from, to] = ['2026-11-01', '2026-11-07'];
    days.goTo(LATER.toISOString());
    const status = await cli.run([
      'status',
      '--from',
      from,
      '--to',
      to,
      '--store',
      'evidence',
      '--key',
      cli.publicKey,
      '--json',
    ]);

    const { coverage, text } = await verify({ from, to });

    const [calendar] = JSON.parse(status.stdout).connections;
    expect(coverage).toMatchObject({ slots: calendar.slots, uncovered: calendar.uncovered, exitCode: 4 });
    expect(text).toContain('  covered     no: 2026-11-01T00:00:00.000Z to 2026-11-07T23:59:59.999Z');
    expect(text).toContain(`${slot(6)}  failed (record 3): token-refused`);
  });

  it('is not asked of a snapshot alone, nor where none is given', async () => {
    const whole = await verify({});
    const snapshot = join(cli.store, 'segment-evidence/v1/acme/snapshots/2026/11/02');
    const [name = ''] = readdirSync(snapshot);

    const alone = await verify({ location: join(snapshot, name), from: '2026-11-01', to: '2026-11-30' });

    expect([whole.exitCode, whole.coverage, alone.exitCode, alone.coverage]).toEqual([
      0,
      undefined,
      0,
      undefined,
    ]);
  });

  it('of evidence that nobody can judge, or that is not intact, is not judged either', async () => {
    const bag = join(cli.dir, 'two/segment-evidence/v1/acme/snapshots/2026/11/05');
    const none = await verify({ key: [], from: '2026-11-02', to: '2026-11-03' });
    renameSync(bag, `${bag}-away`);

    const changed = await verify({
      location: 'two',
      from: '2026-11-02',
      to: '2026-11-05',
      key: [cli.publicKey, 'golden.pub.pem'],
    });
    renameSync(`${bag}-away`, bag);

    expect([none.exitCode, none.coverage?.problems?.length]).toEqual([7, 1]);
    expect([changed.exitCode, changed.coverage?.problems?.length]).toEqual([6, 1]);
  });
});

it('what was due is read as it was signed, or nothing is said of the period', async () => {
  const copy = join(cli.dir, 'changed');
  cpSync(cli.store, copy, { recursive: true });
  const bag = 'segment-evidence/v1/acme/snapshots/2026/11/02';
  const [name = ''] = readdirSync(join(copy, bag));
  const file = join(copy, bag, name, 'data/configuration.json');
  const changed = readFileSync(file, 'utf8').replace('0 3 * * *', '0 3 1 1 *');
  rmSync(file);
  writeFileSync(file, changed.slice(0, statSync(join(cli.store, bag, name, 'data/configuration.json')).size));
  const asked = ['--from', '2026-11-03', '--to', '2026-11-04'];

  const verified = await verify({ location: 'changed', from: '2026-11-03', to: '2026-11-04', quick: true });
  const status = await cli.run(['status', ...asked, '--store', 'changed', '--key', cli.publicKey]);

  expect([verified.exitCode, verified.coverage?.exitCode, status.code]).toEqual([6, 6, 6]);
  expect(verified.report.failures).toMatchObject([{ code: 'DIGEST_MISMATCH' }]);
});

describe('one connection in trouble', () => {
  /** The other connection's folder may not be listed, or its records not be read. */
  const refusing = (inner: Store, what: 'list' | 'read'): Store => {
    const isOther = (key: string) => key.startsWith('segment-evidence/v1/golden/');
    const refuse = (key: string) =>
      new StoreError({ code: 'READ_FAILED', key, message: 'got EACCES', found: 'EACCES' });
    return {
      ...inner,
      get: (key) => {
        if (what === 'read' && isOther(key)) throw refuse(key);
        return inner.get(key);
      },
      async *list(prefix) {
        for await (const stored of inner.list(prefix))
          if (what === 'read' || !isOther(stored.key)) yield stored;
        if (what === 'list' && (isOther(prefix) || 'segment-evidence/v1/golden/'.startsWith(prefix)))
          throw refuse('segment-evidence/v1/golden/');
      },
    };
  };

  it.each(['list', 'read'] as const)('hides no other: what may not be %s', async (what) => {
    const inner = openFolderStore(join(cli.dir, 'two'), () => 'never');

    const { exitCode, report, text } = await verify({
      location: 's3://acme/two',
      openBucket: () => refusing(inner, what),
      key: [`acme=${cli.publicKey}`, 'golden=golden.pub.pem'],
      from: '2026-11-02',
      to: '2026-11-03',
    });

    const acme = (report as CoveredReport).connections.find(({ connection }) => connection === 'acme');
    expect([exitCode, new Set(report.failures.map(({ code }) => code))]).toEqual([
      5,
      new Set(['UNREADABLE']),
    ]);
    expect(acme).toMatchObject({ snapshots: 2, coverage: { exitCode: 0, uncovered: [] } });
    expect(text).toMatch(/acme {2,}intact|covered {5}yes: 2026-11-02/);
  });
});
