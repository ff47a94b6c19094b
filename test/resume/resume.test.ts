/** A run that was cut off is continued by the next one of its slot: nothing is read twice, and the evidence is the same. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Configuration } from '../../schemas/configuration.ts';
import { resources } from '../../schemas/resources/index.ts';
import { cutOff, resumable, resumeFiles, SLOT } from '../support/cut-off.ts';
import { createWorkbench, type Ran, type Workbench } from '../support/run.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await createWorkbench({ size: 'small' });
});
afterEach(() => bench.close());

const runSlot = (settings: Parameters<Workbench['run']>[0] = {}, on = bench) =>
  on.run({ slot: SLOT, ...settings, changes: { ...resumable, ...settings.changes } });
const populations = ({ files }: Ran) =>
  new Map([...files].filter(([path]) => path.startsWith('data/resources/')));

const countsOf = ({ record }: Ran) =>
  record.resources.map(({ requests, pages, outcome, records }) => [requests, pages, outcome, records]);
/** As test places have it. */
const collect = {
  include: [],
  exclude: [],
  lanes: ['slow', 'standard'],
  pageSize: 200,
} satisfies Configuration['collect'];
const logOf = ({ files }: Ran) => [...files].find(([path]) => path.endsWith('collection-log.jsonl'))?.[1];

describe('the run after others that were cut off', () => {
  it('takes over what two had read whole, asks for none of it again, and has the same evidence', async () => {
    const whole = await createWorkbench({ size: 'small' });
    const uncut = await runSlot({}, whole);
    await whole.close();
    await cutOff(bench, { after: 3 });
    bench.clock.advance(5 * 60_000);
    await cutOff(bench, { after: 6 });
    bench.clock.advance(5 * 60_000);
    expect(resumeFiles(bench).size).toBeGreaterThan(0);

    const ran = await runSlot();

    const { run, status } = ran.record;
    expect([run.trigger, status]).toEqual(['resume', uncut.record.status]);
    expect(run.resumed?.resources.length).toBeGreaterThanOrEqual(6);
    expect(populations(ran)).toEqual(populations(uncut));
    expect(countsOf(ran)).toEqual(countsOf(uncut));
    expect(ran.requests.length).toBeLessThan(uncut.requests.length);
    expect(resumeFiles(bench).size).toBe(0);
    // What the runs before asked for and had not read whole is in no log: it was asked for again.
    expect(logOf(ran)?.split('\n')).toHaveLength(logOf(uncut)?.split('\n').length ?? 0);
    expect((await bench.verify()).failures).toEqual([]);
  });

  it('takes over what one had read whose time was over, and reads what that one had put off', async () => {
    const definitions = (resumable.definitions ?? []).map((definition) =>
      definition.name === 'source-settings' ? { ...definition, requestsPerMinute: 2 } : definition,
    );
    const readUntil = new Date(bench.clock.nowMs() + 2 * 60_000);
    const first = await runSlot({ changes: { definitions }, readUntil });
    expect(first.entry('source-settings')).toMatchObject({
      outcome: 'deferred',
      reason: 'time',
      requests: 0,
    });
    expect(first.conditions).toEqual(['collection-incomplete source-settings']);
    expect(resumeFiles(bench).size).toBeGreaterThan(0);

    const ran = await runSlot({ changes: { definitions } });

    const { run, status } = ran.record;
    expect([run.trigger, status, ran.conditions]).toEqual(['resume', 'complete', []]);
    const others = (resumable.definitions ?? [])
      .map(({ name }) => name)
      .filter((name) => name !== 'source-settings');
    expect(run.resumed?.resources).toEqual(
      expect.arrayContaining(others.filter((name) => name !== 'workspace')),
    );
    // Each user is a request of its own: none of them is made again.
    expect(first.requests.filter(({ operationId }) => operationId === 'getUser').length).toBeGreaterThan(5);
    expect(ran.requests.filter(({ operationId }) => operationId === 'getUser')).toEqual([]);
    expect(ran.entry('source-settings').requests).toBe(bench.simulator.world.sources.length);
    expect(resumeFiles(bench).size).toBe(0);
    expect((await bench.verify()).failures).toEqual([]);
  });

  it.each<[string, Partial<Configuration>, 'resume' | 'schedule']>([
    [
      'goes on where it is given more time and another pace',
      { collect: { ...collect, maxMinutes: 300 }, concurrency: 8, requestsPerMinute: 60 },
      'resume',
    ],
    [
      'starts over where another resource is left out',
      { collect: { ...collect, exclude: ['labels'] } },
      'schedule',
    ],
    ['starts over where a feature is declared', { features: { protocols: false } }, 'schedule'],
  ])('%s', async (_title, configuration, trigger) => {
    await cutOff(bench, { after: 3 });
    bench.clock.advance(5 * 60_000);

    const { record } = await runSlot({ configuration });

    expect(record.run.trigger).toBe(trigger);
    expect((await bench.verify()).failures).toEqual([]);
  });

  it('asks by id for what it took over and others name, and verifies', async () => {
    const destination = bench.simulator.world.destinations[0];
    if (destination !== undefined) destination.sourceId = 'gone-1';
    const names = ['workspace', 'sources', 'destinations', 'source-settings', 'destination-filters'];
    const changes = { definitions: resources.filter(({ name }) => names.includes(name)) };
    await cutOff(bench, { after: 1, changes });
    bench.clock.advance(5 * 60_000);

    const ran = await runSlot({ changes });

    expect(ran.record.run.resumed?.resources).toContain('sources');
    expect(ran.requests.filter(({ operationId }) => operationId === 'getSource')).toHaveLength(1);
    expect(ran.entry('sources')).toMatchObject({ outcome: 'complete', completeness: { dangling: 1 } });
    expect((await bench.verify()).verdict).toBe('intact');
  });
});
