/** `reperform`: what Segment answers now, held against a snapshot; nothing of it is kept. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reperformDocument } from '../../schemas/commands/reperform.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { FEW } from '../support/few.ts';
import { readFolder } from '../support/folder.ts';
import { createInProcessCli, createStillClock, type InProcessCli } from '../support/in-process-cli.ts';

let clock: ReturnType<typeof createStillClock>;
let simulator: Simulator;
let cli: InProcessCli;

beforeEach(async () => {
  clock = createStillClock('2026-11-20T03:00:05.000Z');
  simulator = await startSimulator({ size: FEW, now: clock.now, sleep: clock.sleep });
  cli = await createInProcessCli({
    url: simulator.url,
    token: simulator.tokens.owner,
    clock,
    reads: ['suppressions'],
  });
  await cli.run(['collect']);
  clock.advance(6 * 60 * 60 * 1000);
});
afterEach(async () => {
  cli.remove();
  await simulator.close();
});

async function reperform(args: readonly string[] = [], env = {}) {
  const { code, stdout } = await cli.run(['reperform', ...args, '--json'], env);
  const document = JSON.parse(stdout);
  if (document.schema.includes('reperform'))
    expect(reperformDocument.safeParse(document).error?.issues ?? []).toEqual([]);
  const results = Object.fromEntries(
    (document.resources ?? []).map((each: { resource: string; result: string }) => [
      each.resource,
      each.result,
    ]),
  );
  return { code, document, results };
}

/** An event of the trail an hour ago, as the workspace's owner made it. */
function tell(type: string, resourceId: string, resourceType: string, resourceName: string): void {
  const [owner] = simulator.world.users;
  simulator.world.auditEvents.unshift({
    id: `event-${type}-${resourceId}`,
    timestamp: new Date(clock.now().getTime() - 60 * 60 * 1000).toISOString(),
    type,
    actor: owner?.id ?? '',
    actorEmail: owner?.email ?? '',
    resourceId,
    resourceType,
    resourceName,
  });
}

describe('reperform', () => {
  it('says that all is equal where nothing moved, asks only, and keeps nothing', async () => {
    const before = [...readFolder(cli.store)].map(([path, bytes]) => [path, bytes.length]);
    const asked = simulator.requests.length;

    const { code, document, results } = await reperform();

    expect([code, document.standing]).toEqual([
      0,
      expect.stringMatching(/^COMPLETE: \d+ resources of record 0 of acme.*: all as they were$/),
    ]);
    expect(new Set(Object.values(results))).toEqual(new Set(['equal']));
    expect(Object.keys(results)).toEqual(
      expect.arrayContaining(['users', 'groups', 'destinations', 'audit-events']),
    );
    expect(new Set(simulator.requests.slice(asked).map(({ method }) => method))).toEqual(new Set(['GET']));
    expect([...readFolder(cli.store)].map(([path, bytes]) => [path, bytes.length])).toEqual(before);
  });

  it('explains what moved by the events since, and ends 0', async () => {
    const { world } = simulator;
    world.users.push({ id: 'new-user', name: 'New One', email: 'new@acme.example', permissions: [] });
    tell('User Added', 'new-user', 'user', 'new@acme.example');
    const [destination] = world.destinations;
    if (destination !== undefined) destination.enabled = !destination.enabled;
    tell('Destination Modified', destination?.id ?? '', 'destination', destination?.name ?? '');

    const { code, document, results } = await reperform();

    const moved = document.rows.filter(({ result }: { result: string }) => result === 'moved');
    expect(moved).toEqual([
      expect.objectContaining({
        resource: 'users',
        id: 'new-user',
        change: 'added',
        explanation: 'explained',
      }),
      expect.objectContaining({
        resource: 'destinations',
        id: destination?.id,
        change: 'changed',
        fields: [{ pointer: '/data/enabled', before: !destination?.enabled, after: destination?.enabled }],
        explainedBy: [expect.objectContaining({ type: 'Destination Modified' })],
      }),
    ]);
    expect([code, results['users'], results['groups']]).toEqual([0, 'moved', 'equal']);
    // There are new events by now. Of the time of then there are none.
    expect(document.rows).toContainEqual({
      resource: 'audit-events',
      result: 'equal',
      reason:
        'from 2026-08-22T09:00:05.000Z to 2026-11-20T02:55:05.000Z: Segment remembers no more than 90 days',
    });
    expect(document.standing).toContain('2 moved, each move explained');
  });

  it('ends 4 where something moved that no event explains, and says which', async () => {
    const gone = simulator.world.destinations.pop();

    const { code, document } = await reperform(['0']);
    const text = await cli.run(['reperform', '--format', 'csv']);

    expect([code, text.code]).toEqual([4, 4]);
    expect(document.standing).toMatch(/^NOT COMPLETE: destinations: 1 moved, and no event explains it/);
    expect(document.rows).toContainEqual(
      expect.objectContaining({ id: gone?.id, change: 'removed', explanation: 'unexplained' }),
    );
    expect(text.stdout).toContain(`destinations,moved,,${gone?.id}`);
  });

  it('compares of the audit trail what Segment still remembers', async () => {
    clock.advance(30 * 24 * 60 * 60 * 1000);
    const later = await reperform(['--resource', 'audit-events']);
    clock.advance(90 * 24 * 60 * 60 * 1000);
    const forgotten = await reperform(['--resource', 'audit-events']);

    expect([later.code, later.results]).toEqual([0, { 'audit-events': 'equal' }]);
    expect(later.document.rows[0].reason).toMatch(/^from 2026-09-21T.* remembers no more than 90 days$/);
    expect([forgotten.code, forgotten.results]).toEqual([4, { 'audit-events': 'not-comparable' }]);
  });

  it('hears of an event that is gone from the trail', async () => {
    simulator.world.auditEvents.splice(5, 1);

    const { code, document } = await reperform(['--resource', 'audit-events']);

    expect(code).toBe(4);
    expect(document.rows).toEqual([
      expect.objectContaining({ change: 'removed', explanation: 'unexplained' }),
    ]);
  });

  it('takes no other fingerprint key for a move', async () => {
    const { code, document, results } = await reperform([], {
      FINGERPRINT_KEY: 'another key of the same length or so',
    });

    expect(code).toBe(4);
    expect(document.rows.filter(({ result }: { result: string }) => result === 'moved')).toEqual([]);
    expect([results['sources'], results['suppressions'], results['users']]).toEqual([
      'not-comparable',
      'not-comparable',
      'equal',
    ]);
    expect(document.standing).toContain('withheld values were not compared: the fingerprint key changed');
    expect(document.standing).toContain('nothing was compared: the ids of records are made with');
  });

  it('says what cannot be read now, and what nobody read then', async () => {
    simulator.addFault({ match: { operationId: 'listUserGroups' }, effect: { kind: 'status', status: 403 } });

    const denied = await reperform();
    simulator.clearFaults();
    const left = await reperform(['--resource', 'groups', 'warehouse-syncs']);

    expect([denied.code, denied.results['groups'], denied.results['users']]).toEqual([
      4,
      'not-read',
      'equal',
    ]);
    expect(denied.document.standing).toMatch(/groups, group-members.*: not read: now denied \(scope\)/);
    expect([left.code, left.results]).toEqual([4, { groups: 'equal', 'warehouse-syncs': 'not-comparable' }]);
  });

  it('asks for what is named, what it is read under and the trail, and no more', async () => {
    const asked = simulator.requests.length;

    const { code, results } = await reperform(['--resource', 'users']);

    const paths = new Set(simulator.requests.slice(asked).map(({ path }) => path.split('/')[1]));
    expect([code, results]).toEqual([0, { users: 'equal' }]);
    expect([...paths].filter((path) => !['', 'users', 'audit-events'].includes(path ?? ''))).toEqual([]);
  });

  it('ends 6 where a sealed file is gone, also one that is as it was', async () => {
    const [path = ''] = [...readFolder(cli.store).keys()].filter((each) => each.includes('/groups.jsonl'));
    rmSync(join(cli.store, path));

    const { code, document } = await reperform();

    expect([code, document.code]).toEqual([6, 'NOT_VERIFIED']);
    expect(document.message).toContain('/data/resources/groups.jsonl');
    expect(document.message).toContain('it is gone');
  });

  it('ends 3 where Segment refuses the token, 6 for what was tampered with, 7 where nothing is there', async () => {
    simulator.revoke();
    const refused = await reperform();
    simulator.restore();
    cli.writeConfig({ store: './elsewhere' });
    const nothing = await reperform();
    cli.writeConfig();
    const [record = ''] = [...readFolder(cli.store).keys()].filter((path) => path.includes('/users.jsonl'));
    const file = join(cli.store, record);
    simulator.world.users.pop();
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n`, { flag: 'w', mode: 0o644 });
    const tampered = await reperform();

    expect([refused.code, refused.document.standing]).toEqual([
      3,
      expect.stringMatching(/^NOT COMPLETE: Segment refuses the token/),
    ]);
    expect([nothing.code, nothing.document.code]).toEqual([7, 'NO_EVIDENCE']);
    expect([tampered.code, tampered.document.code]).toEqual([6, 'NOT_VERIFIED']);
  });
});
