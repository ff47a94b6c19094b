/** A run whose time is over: what was read is kept, the rest is deferred, and the record says so. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { START, VirtualClock } from '../support/client.ts';
import { createWorkbench, type Ran, type RunSettings, type Workbench } from '../support/run.ts';
import { spine } from '../support/spine.ts';

let bench: Workbench;
let clock: VirtualClock;
beforeEach(async () => {
  clock = new VirtualClock();
  bench = await createWorkbench({ clock, permissionsInUserList: true });
});
afterEach(() => bench.close());

const minutes = (maxMinutes: number, more: Partial<RunSettings> = {}): RunSettings => ({
  config: { collect: { include: [], exclude: [], pageSize: 200, maxMinutes } },
  ...more,
});
/** An answer after so many minutes of the run's clock. */
const slow = (operationId: string, afterMinutes: number, times?: number) =>
  bench.simulator.addFault({
    match: { operationId, ...(times === undefined ? {} : { times }) },
    effect: {
      kind: 'transform-json',
      transform: (body) => {
        clock.advance(afterMinutes * 60_000);
        return body;
      },
    },
  });
const outcome = (ran: Ran, resource: string) => {
  const { outcome: ended, reason, records } = ran.entry(resource);
  return { ended, reason, records };
};
const summaryOf = (ran: Ran, resource: string) =>
  ran.record.conditions.find((condition) => condition.resource === resource)?.summary;

describe('a run whose time is over', () => {
  it('defers what it has not begun, keeps what it read, and says what to do', async () => {
    slow('listUsers', 11);

    const ran = await bench.run(minutes(10, { concurrency: 1 }));

    expect(outcome(ran, 'users')).toMatchObject({ ended: 'complete' });
    expect(outcome(ran, 'sources')).toEqual({ ended: 'deferred', reason: 'time', records: null });
    expect(outcome(ran, 'source-settings')).toEqual({ ended: 'deferred', reason: 'time', records: null });
    expect(ran.record.status).toBe('partial');
    expect(ran.record.workspace?.id).toBe(bench.simulator.workspace.id);
    expect(ran.conditions).toEqual([
      'collection-incomplete source-settings',
      'collection-incomplete sources',
    ]);
    expect(summaryOf(ran, 'sources')).toBe(
      'sources is deferred: time. The time for this run was over before all of it was read; raise collect.maxMinutes, or the time that the platform gives a run.',
    );
    expect(await bench.verify()).toMatchObject({ exitCode: 0, failures: [] });
  });

  it('does not begin what an operation’s own limit does not let through, and says how long it takes', async () => {
    const definitions = spine.map((definition) =>
      definition.name === 'source-settings' ? { ...definition, requestsPerMinute: 2 } : definition,
    );
    const sources = bench.simulator.world.sources.length;
    const [first] = bench.simulator.world.sources;
    if (first === undefined) throw new Error('expected a source');
    const more = Array.from({ length: 30 - sources }, (_, at) => ({ ...first, id: `more-${at}` }));
    bench.simulator.world.sources.push(...more);

    const ran = await bench.run(minutes(10, { definitions }));

    expect(outcome(ran, 'source-settings')).toEqual({ ended: 'deferred', reason: 'time', records: null });
    expect(ran.entry('source-settings')).toMatchObject({ requests: 0, parents: { total: 30, read: 0 } });
    expect(ran.entry('source-settings').completeness?.rules).toEqual([
      {
        rule: 'fits-into-the-time',
        holds: false,
        detail: '30 requests at 2 a minute take 14 minutes, and 10 were left',
      },
    ]);
    expect(summaryOf(ran, 'source-settings')).toBe(
      'source-settings is deferred: time. It was not begun: 30 requests at 2 a minute take 14 minutes, and 10 were left; raise collect.maxMinutes, or the time that the platform gives a run.',
    );
    expect(await bench.verify()).toMatchObject({ exitCode: 0, failures: [] });
  });

  it('keeps the pages that it has of a list, as one that was cut', async () => {
    slow('listUsers', 6);

    const ran = await bench.run({
      config: { collect: { include: [], exclude: [], pageSize: 5, maxMinutes: 10 } },
      only: ['users'],
    });

    expect(outcome(ran, 'users')).toEqual({ ended: 'partial', reason: 'truncated', records: 10 });
    expect(summaryOf(ran, 'users')).toContain('raise collect.maxMinutes');
    expect(await bench.verify()).toMatchObject({ exitCode: 0, failures: [] });
  });

  it('counts parents that it came to too late as unread', async () => {
    slow('listSchemaSettingsInSource', 6, 2);

    const ran = await bench.run(minutes(10, { concurrency: 1 }));

    expect(outcome(ran, 'source-settings')).toMatchObject({ ended: 'partial', reason: 'parents-unread' });
    expect(summaryOf(ran, 'source-settings')).toContain('raise collect.maxMinutes');
  });

  it('calls details that it came to too late no hidden field', async () => {
    await bench.close();
    bench = await createWorkbench({ clock, permissionsInUserList: false });
    slow('getUser', 6);

    const ran = await bench.run(minutes(10, { changes: { definitions: resources }, only: ['users'] }));

    expect(outcome(ran, 'users')).toMatchObject({ ended: 'partial', reason: 'truncated' });
    expect(ran.conditions).toEqual(['collection-incomplete users']);
  });

  it('waits for no turn that would come too late', async () => {
    bench.simulator.addFault({
      match: { operationId: 'listUsers' },
      effect: { kind: 'rate-limited', retryAfterSeconds: 120 },
    });

    const ran = await bench.run(minutes(1, { concurrency: 1 }));

    expect(outcome(ran, 'users')).toEqual({ ended: 'deferred', reason: 'time', records: null });
    expect(ran.delays).toEqual([]);
    expect(Date.parse(ran.record.run.endedAt) - START).toBeLessThan(60_000);
  });

  it('still asks whose token it is when no time was given at all', async () => {
    const ran = await bench.run({ readUntil: new Date(START - 60_000) });

    expect(ran.record).toMatchObject({ status: 'failed', workspace: { id: bench.simulator.workspace.id } });
    expect(outcome(ran, 'users')).toEqual({ ended: 'deferred', reason: 'time', records: null });
    expect(ran.requests.map(({ path }) => path)).toEqual(['/']);
  });

  it('is complete again once it has time enough, and then the condition ends', async () => {
    slow('listUsers', 11, 1);
    await bench.run(minutes(10, { concurrency: 1 }));

    const ran = await bench.run(minutes(10));

    expect([ran.record.status, ran.conditions]).toEqual(['complete', []]);
  });
});
