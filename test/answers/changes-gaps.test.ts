/** What the ledger says where something was not read whole: never that records are gone, and first of all that it is so. */
import { chmodSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { resources } from '../../schemas/resources/index.ts';
import type { Answer } from '../../src/answers/answer.ts';
import type { ChangeRow } from '../../src/answers/changes/change-row.ts';
import { changes } from '../../src/answers/changes/changes.ts';
import { inOrderOfTime, startOf } from '../../src/answers/changes/readings.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { type History, type Run, readHistory } from '../../src/verify/read-history.ts';
import { FEW } from '../support/few.ts';
import { createWorkbench, type RunSettings, signer, type Workbench } from '../support/run.ts';

const READ = ['workspace', 'users', 'audit-events'];
const definitions = resources.filter(({ name }) => READ.includes(name));
const DAY_MS = 24 * 60 * 60 * 1000;

let bench: Workbench;
beforeAll(async () => {
  bench = await createWorkbench({ size: FEW, permissionsInUserList: true });
});
afterAll(() => bench.close());

function historyNow(): Promise<History> {
  return readHistory(
    openFolderStore(bench.folder, () => 'unused'),
    { connection: 'acme', keys: [{ publicKey: signer.publicKey }], now: bench.clock.now() },
  );
}

/** Returns what changed between two runs a day apart, between which somebody left and nobody wrote it down. */
async function between(
  before: RunSettings,
  after: RunSettings,
  meanwhile: () => void = () => undefined,
): Promise<Answer<ChangeRow> & { readonly found: readonly ChangeRow[] }> {
  const { world } = bench.simulator;
  const first = await bench.run({ definitions, ...before });
  const [gone] = world.users.splice(-1);
  bench.clock.advance(DAY_MS);
  meanwhile();
  const second = await bench.run({ definitions, ...after });
  bench.simulator.clearFaults();
  if (gone !== undefined) world.users.push(gone);
  const history = await historyNow();
  const scope = {
    kind: 'runs' as const,
    fromMs: Date.parse(first.record.run.startedAt),
    toMs: Date.parse(second.record.run.startedAt),
  };
  const answer = await changes(history, { scope, definitions: resources });
  return { ...answer, found: await rowsOf(answer) };
}

async function rowsOf({ table }: Answer<ChangeRow>): Promise<readonly ChangeRow[]> {
  const found: ChangeRow[] = [];
  for await (const row of table.rows()) found.push(row);
  return found;
}

const fault = (operationId: string, effect: Parameters<typeof bench.simulator.addFault>[0]['effect']) => () =>
  bench.simulator.addFault({ match: { operationId }, effect });

describe('changes', () => {
  it('says who left, and that no event says so', async () => {
    const { found, exitCode, standing } = await between({}, {});
    expect(exitCode).toBe(0);
    expect(standing).toMatch(/^COMPLETE: 1 change of acme .*; 1 with no event that explains it/);
    expect(found).toMatchObject([{ resource: 'users', change: 'removed', explanation: 'unexplained' }]);
  });

  it('lets nobody come and go who is there before and after', async () => {
    const [there] = bench.simulator.world.users;
    const meanwhile = () => {
      const timestamp = new Date(bench.clock.nowMs() - DAY_MS / 2).toISOString();
      const names = { resourceId: there?.id ?? '', resourceType: 'User', resourceName: there?.name ?? '' };
      const type = 'User Added via SSO';
      bench.simulator.world.auditEvents.unshift({ id: 'there', timestamp, type, actor: 'x', ...names });
    };
    const { found, head } = await between({}, {}, meanwhile);
    expect(found).toMatchObject([{ change: 'removed' }]);
    expect(head['eventsWithoutChange']).toContainEqual(expect.objectContaining({ eventId: 'there' }));
  });

  it.each([
    ['were cut short', 'listUsers', { kind: 'short-list', drop: 2 }, /^NOT COMPLETE: users: .*: partial, /],
    [
      'were denied',
      'listUsers',
      { kind: 'status', status: 403 },
      /^NOT COMPLETE: users: .*: denied, scope\)/,
    ],
    [
      'came empty',
      'listUsers',
      { kind: 'empty-list' },
      /^NOT COMPLETE: users: .*: partial, implausible-empty/,
    ],
  ] as const)('removes nobody where users %s', async (_, operationId, effect, standing) => {
    const answer = await between({}, {}, fault(operationId, effect));
    expect(answer.exitCode).toBe(4);
    expect(answer.standing).toMatch(standing);
    expect(answer.found).toEqual([]);
    expect(answer.head['skipped']).toMatchObject([{ resource: 'users' }]);
  });

  it('does not call unexplained what a trail that was not read could explain', async () => {
    const meanwhile = fault('listAuditEvents', { kind: 'status', status: 500 });
    const { found, exitCode, standing } = await between({}, {}, meanwhile);
    expect(exitCode).toBe(4);
    expect(standing).toMatch(/^NOT COMPLETE: the audit trail was not read from .*, so who made changes then/);
    expect(found).toMatchObject([{ change: 'removed', explanation: 'not-known' }]);
  });

  it('is complete by differences alone where the workspace is declared to have no trail', async () => {
    const settings = { config: { features: { auditTrail: false } } };
    bench.simulator.addFault({
      match: { operationId: 'listAuditEvents' },
      effect: { kind: 'status', status: 404 },
    });
    const { found, exitCode, standing } = await between(settings, settings);
    expect({ exitCode, standing }).toMatchObject({
      exitCode: 0,
      standing: expect.stringMatching(
        /^COMPLETE: 1 change of acme .*, by differences alone: .* cannot be known$/,
      ),
    });
    expect(found).toMatchObject([{ change: 'removed', explanation: 'not-known' }]);
  });

  it('compares nothing where an upgrade gave records other ids', async () => {
    const byEmail = definitions.map(
      (each): ResourceDefinition =>
        each.name === 'users' ? { ...each, schemaVersion: 2, id: [{ from: 'data', field: 'email' }] } : each,
    );
    const { found, exitCode, standing } = await between({}, { definitions: byEmail });
    expect({ exitCode, found }).toEqual({ exitCode: 4, found: [] });
    expect(standing).toMatch(/^NOT COMPLETE: users: nothing was compared .* no id in common$/);
  });

  it('still says who left across an upgrade that kept the ids', async () => {
    const upgraded = definitions.map((each) =>
      each.name === 'users' ? { ...each, schemaVersion: 2 } : each,
    );
    const { found, exitCode } = await between({}, { definitions: upgraded });
    expect(exitCode).toBe(4);
    expect(found).toMatchObject([{ change: 'removed' }]);
  });

  it.each<readonly [string, (path: string) => void]>([
    ['is gone', (path) => renameSync(path, `${path}.gone`)],
    ['is longer', (path) => writeFileSync(path, `${readFileSync(path, 'utf8')}\n`)],
    [
      'is a link',
      (path) => {
        renameSync(path, `${path}.gone`);
        symlinkSync(`${path}.gone`, path);
      },
    ],
  ])('is not verified where an equal file that it does not read %s', async (_, spoil) => {
    const first = await bench.run({ definitions });
    bench.clock.advance(DAY_MS);
    const second = await bench.run({ definitions });
    const history = await historyNow();
    const [fromMs, toMs] = [first, second].map(({ record }) => Date.parse(record.run.startedAt));
    const scope = { kind: 'runs' as const, fromMs: fromMs ?? 0, toMs: toMs ?? 0 };
    const path = join(
      bench.folder,
      `segment-evidence/v1/acme/${first.record.snapshotPath}/data/resources/users.jsonl`,
    );
    const whole = await changes(history, { scope, definitions: resources });
    expect(whole.exitCode).toBe(0);
    expect(new Map(whole.cover).get('Not read')).toMatch(/^4 files, unchanged by the digests/);
    const bytes = readFileSync(path);
    chmodSync(path, 0o644);
    spoil(path);
    try {
      await expect(changes(history, { scope, definitions: resources })).rejects.toMatchObject({
        code: 'NOT_VERIFIED',
        exitCode: 6,
      });
    } finally {
      for (const each of [path, `${path}.gone`]) rmSync(each, { force: true });
      writeFileSync(path, bytes);
    }
  });

  it('is not complete of minutes whose trail no run has read yet', async () => {
    const first = await bench.run({ definitions });
    bench.clock.advance(60_000);
    const second = await bench.run({ definitions });
    const [fromMs, toMs] = [first, second].map(({ record }) => Date.parse(record.run.startedAt));
    const scope = { kind: 'runs' as const, fromMs: fromMs ?? 0, toMs: toMs ?? 0 };
    const { exitCode, standing } = await changes(await historyNow(), { scope, definitions: resources });
    expect(exitCode).toBe(4);
    expect(standing).toMatch(/^NOT COMPLETE: the audit trail was not read from /);
  });

  it('reads nothing of files that are equal', async () => {
    const same = await grown(20);
    const unread: Run = {
      ...same,
      records: () => {
        throw new Error('read');
      },
    };
    const at = new Date(grownAt(30)).toISOString();
    const run = { ...same.manifest.run, id: at, startedAt: at, endedAt: at };
    const later: Run = { ...unread, manifest: { ...same.manifest, run } };
    const answer = await changes(
      { connection: 'acme', runs: [unread, later], notes: [] },
      { scope: { kind: 'runs', fromMs: grownAt(20), toMs: grownAt(30) }, definitions: resources },
    );
    expect(await rowsOf(answer)).toEqual([]);
    expect(answer.head['snapshots']).toHaveLength(2);
  });

  it('yields more rows than it keeps, again and again', async () => {
    const answer = await changes(
      { connection: 'acme', runs: [await grown(0), await grown(20_500)], notes: [] },
      { scope: { kind: 'runs', fromMs: grownAt(0), toMs: grownAt(20_500) }, definitions: resources },
    );
    for (let time = 0; time < 2; time += 1) {
      const rows = await rowsOf(answer);
      expect(rows).toHaveLength(20_500);
      expect(rows.at(-1)).toMatchObject({ id: 'user20499', change: 'added' });
    }
  });
});

const grownAt = (count: number) => Date.parse('2026-11-22T03:00:00Z') + count * 1000;

/** A run of so many users, after the newest run there is. */
async function grown(count: number): Promise<Run> {
  const { runs } = await historyNow();
  const like = inOrderOfTime(runs).find(
    (run) => startOf(run) > 0 && run.entry('users')?.outcome === 'complete',
  );
  if (like === undefined) throw new Error('expected a whole run');
  const at = new Date(grownAt(count)).toISOString();
  const { run, artifacts } = like.manifest;
  const entry = {
    name: 'users',
    schemaVersion: 1,
    outcome: 'complete',
    records: count,
    pages: 1,
    requests: 1,
  } as const;
  return {
    ...like,
    manifest: {
      ...like.manifest,
      run: { ...run, id: at, startedAt: at, endedAt: at },
      resources: [entry],
      artifacts: artifacts.map((each) => ({ ...each, sha256: String(count) })),
    },
    entry: (name) => (name === 'users' ? entry : undefined),
    records: async function* () {
      for (let index = 0; index < count; index += 1) {
        const id = `user${String(index).padStart(5, '0')}`;
        yield { data: { id, email: `${id}@acme.example` }, id };
      }
    },
  };
}
