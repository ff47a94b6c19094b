/** What checks hear of changes since the last whole reading, in real runs: never that nothing changed where nobody knows. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StoredRecord } from '../../schemas/lines.ts';
import { resources } from '../../schemas/resources/index.ts';
import type { Change, Changes, LateChange } from '../../src/checks/checked-run.ts';
import { changesSince } from '../../src/checks/compared-changes.ts';
import { type EarlierRun, EarlierRuns } from '../../src/checks/earlier-run.ts';
import { createFingerprinter } from '../../src/evidence/fingerprint.ts';
import { FEW } from '../support/few.ts';
import { madeCheck } from '../support/made-check.ts';
import { createWorkbench, type Ran, type RunSettings, type Workbench } from '../support/run.ts';

const READ = ['workspace', 'users', 'groups', 'group-members', 'sources', 'audit-events'];
const definitions = resources.filter(({ name }) => READ.includes(name));
const DAY_MS = 24 * 60 * 60 * 1000;

let bench: Workbench;
beforeEach(async () => {
  bench = await createWorkbench({ size: FEW });
});
afterEach(() => bench.close());

/** Returns what a check hears of one resource in a run, a day after the last one. */
async function hear(resource: string, settings: RunSettings = {}): Promise<Changes & { readonly ran: Ran }> {
  let heard: Changes | undefined;
  const check = madeCheck('HEARS', [...READ, resource], async (run) => {
    heard = await run.changes(resource);
    return undefined;
  });
  bench.clock.advance(DAY_MS);
  const { changes, ...rest } = settings;
  const ran = await bench.run({ definitions, ...rest, changes: { checks: [check], ...changes } });
  bench.simulator.clearFaults();
  if (heard === undefined) throw new Error('the check was not asked');
  return { ...heard, ran };
}

const denied = (operationId: string) =>
  bench.simulator.addFault({ match: { operationId }, effect: { kind: 'status', status: 403 } });

const excluding = (...exclude: readonly string[]): RunSettings => ({
  config: { collect: { include: [], exclude, pageSize: 200 } },
});

function remove(): string {
  const gone = bench.simulator.world.users.splice(-1)[0]?.id ?? '';
  for (const members of Object.values(bench.simulator.world.groupMembers))
    if (members.includes(gone)) members.splice(members.indexOf(gone), 1);
  return gone;
}

/** Somebody writes down that a user was removed, so long ago. */
function tell(userId: string, agoMs = DAY_MS / 2, id = 'told'): void {
  bench.simulator.world.auditEvents.unshift({
    id,
    timestamp: new Date(bench.clock.nowMs() - agoMs).toISOString(),
    type: 'User Deleted',
    actor: 'admin',
    actorEmail: 'admin@acme.example',
    resourceId: userId,
    resourceType: 'User',
    resourceName: 'Somebody',
  });
}

describe('changes since the last whole reading', () => {
  it('are none to compare with at first, then those that were made, with the events that say so', async () => {
    expect(await hear('users')).toMatchObject({ kind: 'first' });
    expect(await hear('users')).toMatchObject({ kind: 'compared', changes: [], isTrailWhole: true });
    const [quiet, told] = [remove(), remove()];
    const before = bench.clock.nowMs() - 1000;
    bench.clock.advance(1000);
    tell(told, 500);
    const [renamed] = bench.simulator.world.users;
    const was = renamed?.name;
    if (renamed !== undefined) renamed.name = 'Another';
    const heard = await hear('users');
    expect(heard).toMatchObject({
      kind: 'compared',
      isTrailWhole: true,
      since: new Date(before).toISOString(),
    });
    const { changes } = heard as Extract<Changes, { kind: 'compared' }>;
    expect(new Map(changes.map((change) => [change.id, change]))).toEqual(
      new Map(
        [
          { id: quiet, change: 'removed', fields: [], explainedBy: [] },
          {
            id: told,
            change: 'removed',
            fields: [],
            explainedBy: [
              {
                eventId: 'told',
                type: 'User Deleted',
                actor: 'admin@acme.example',
                at: expect.stringMatching(/Z$/),
              },
            ],
          },
          {
            id: renamed?.id ?? '',
            change: 'changed',
            fields: [{ pointer: '/name', before: was, after: 'Another' }],
            explainedBy: [],
          },
        ].map((each) => [
          each.id,
          // Of an address an event may name, nothing is kept.
          { resource: 'users', name: expect.any(String), named: { own: [each.id], related: [] }, ...each },
        ]),
      ),
    );
  });

  it('reach back over runs that could not read it, and have the events that those read', async () => {
    await hear('users');
    const gone = remove();
    tell(gone, 0);
    denied('listUsers');
    expect(await hear('users')).toMatchObject({
      kind: 'not-comparable',
      reason: 'Not read whole now: users.',
    });
    expect(await hear('users')).toMatchObject({
      kind: 'compared',
      isTrailWhole: true,
      changes: [{ id: gone, change: 'removed', explainedBy: [{ eventId: 'told' }] }],
    });
  });

  it('may have events that nobody saw where the trail was not read', async () => {
    await hear('users');
    remove();
    denied('listAuditEvents');
    expect(await hear('users')).toMatchObject({
      kind: 'compared',
      isTrailWhole: false,
      changes: [{ change: 'removed', explainedBy: [] }],
    });
    expect(await hear('users')).toMatchObject({ kind: 'compared', isTrailWhole: true, changes: [] });
  });

  it('are none to compare with of what the workspace never had', async () => {
    const read = [...READ, 'destinations', 'destination-subscriptions'];
    const settings = { definitions: resources.filter(({ name }) => read.includes(name)) };
    await bench.close();
    bench = await createWorkbench({ size: FEW, features: { 'destination-subscriptions': false } });
    await hear('destination-subscriptions', settings);
    expect(await hear('destination-subscriptions', settings)).toMatchObject({ kind: 'first' });
  });

  it('may be told of by the last minutes before a run, which the next one reads', async () => {
    await hear('users');
    const late = async (change: LateChange | undefined) => {
      let events: Change['explainedBy'] | undefined;
      const check = madeCheck('HEARS', READ, async (run) => {
        events = change && (await run.lateEvents(change));
        return undefined;
      });
      bench.clock.advance(DAY_MS);
      await bench.run({ definitions, changes: { checks: [check] } });
      return events;
    };
    const [told, quiet] = [remove(), remove()];
    // The run that sees them starts a day after the one before.
    tell(told, -DAY_MS + 30_000);
    const heard = await hear('users');
    if (heard.kind !== 'compared') throw new Error('expected changes');
    expect(heard.changes.map(({ explainedBy }) => explainedBy)).toEqual([[], []]);
    const of = (id: string) => {
      const change = heard.changes.find((each) => each.id === id);
      return change && { ...change, until: heard.until };
    };
    expect(await late(of(told))).toMatchObject([{ eventId: 'told' }]);
    // A run after that looks back no further than to the one before it.
    expect(await late(of(quiet))).toBeUndefined();
  });

  it('leave out how many members a group has where the members themselves are compared', async () => {
    const { groups, groupMembers, users } = bench.simulator.world;
    const [group] = groups;
    const members = groupMembers[group?.id ?? ''] ?? [];
    const user = users.find(({ id }) => !members.includes(id));
    const memberships = () => Object.values(groupMembers).flat().length;
    await hear('groups');
    members.push(user?.id ?? '');
    if (group !== undefined) group.memberCount += 1;
    const heard = await hear('groups');
    expect(heard).toMatchObject({ kind: 'compared', changes: [] });
    expect(heard.ran.entry('group-members')).toMatchObject({ outcome: 'complete', records: memberships() });
  });

  it.each<readonly [string, string, RunSettings, RegExp]>([
    ['the trail itself', 'audit-events', {}, /^What is new in audit-events is no change/],
    ['what is left out', 'users', excluding('users'), /^Not read whole now: users\.$/],
    [
      'a record that is kept in another form',
      'users',
      {
        definitions: definitions.map((each) =>
          each.name === 'users' ? { ...each, schemaVersion: each.schemaVersion + 1 } : each,
        ),
      },
      /^users: fields were not compared: they were kept in another form/,
    ],
    [
      'a withheld value under another fingerprint key',
      'sources',
      { changes: { fingerprints: createFingerprinter(Buffer.from('another key for tests, long enough')) } },
      /^sources: withheld values were not compared: the fingerprint key changed\.$/,
    ],
  ])('are not known of %s', async (_, resource, settings, reason) => {
    await hear(resource);
    for (const user of bench.simulator.world.users) user.name = 'Another';
    const heard = await hear(resource, settings);
    expect(heard).toMatchObject({ kind: 'not-comparable', reason: expect.stringMatching(reason) });
  });

  it('are compared under another fingerprint key where nothing is withheld', async () => {
    await hear('users');
    const gone = remove();
    const fingerprints = createFingerprinter(Buffer.from('another key for tests, long enough'));
    const heard = await hear('users', { changes: { fingerprints } });
    expect(heard).toMatchObject({ kind: 'compared', changes: [{ id: gone }] });
  });

  it('are not known after a complete run that left it out, though there was a reading before', async () => {
    await hear('users');
    const { ran } = await hear('users', excluding('users'));
    expect(ran.record.status).toBe('complete');
    expect(await hear('users')).toMatchObject({
      kind: 'not-comparable',
      reason: expect.stringMatching(/^users was not read whole in the runs before/),
    });
  });

  it('are not known where the earlier file is not the one that was signed', async () => {
    const { ran } = await hear('users');
    remove();
    const path = join(
      bench.folder,
      'segment-evidence/v1/acme',
      ran.record.snapshotPath,
      'data/resources/users.jsonl',
    );
    chmodSync(path, 0o644);
    writeFileSync(path, '');
    expect(await hear('users')).toMatchObject({
      kind: 'not-comparable',
      reason: 'The file of users in record 0 is gone, or is not the one that was signed.',
    });
  });
});

describe('changes of very many records', () => {
  const many = async function* (count: number): AsyncGenerator<StoredRecord> {
    for (let at = 0; at < count; at += 1) yield { id: String(at).padStart(6, '0'), data: { id: String(at) } };
  };
  const entry = (name: string) =>
    name === 'users'
      ? ({ name, schemaVersion: 1, outcome: 'complete', records: 0, pages: 1, requests: 1 } as const)
      : undefined;

  it('are held up to a bound, beyond which nobody can say that any one is explained', async () => {
    const before: EarlierRun = {
      run: { startedAt: '2026-11-21T03:00:00.000Z', slot: '2026-11-21T03:00:00.000Z' },
      status: 'complete',
      seq: 0,
      isFirst: true,
      keyId: 'k',
      entry,
      sha256Of: (name) => (name === 'users' ? 'before' : undefined),
      isAsSigned: async () => true,
      records: () => many(0),
    };
    const changesWith = (count: number) =>
      changesSince({
        now: {
          entry,
          isReadable: (name) => name === 'users',
          fileOf: () => ({ path: 'users', sha256: 'now' }),
          records: () => many(count),
          facts: { startedAt: '2026-11-22T03:00:00.000Z', workspaceId: 'w' },
          keyId: 'k',
        },
        earlier: new EarlierRuns(
          (async function* () {
            yield before;
          })(),
        ),
        definitions,
      })('users');
    expect(await changesWith(20_000)).toMatchObject({ kind: 'compared', isTrailWhole: false });
    expect(await changesWith(20_001)).toEqual({
      kind: 'not-comparable',
      reason: 'More than 20000 records of users differ from before.',
    });
  });
});
