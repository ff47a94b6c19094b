/** Checks are asked about what a run read; what they answer is sealed with it and told like any condition. */
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { checkResults, frameworkNames } from '../../schemas/check-results.ts';
import { type Check, notConfigured, toCheck } from '../../src/checks/check.ts';
import { alertsFor } from '../../src/run/undelivered-alerts.ts';
import { createWorkbench, type RunSettings, type Workbench } from '../support/run.ts';

let bench: Workbench;
afterEach(() => bench.close());

type Answer = 'pass' | 'fail' | 'unknown' | 'throws';

/** Answers as it is told to, having read the users. */
const check = (id: string, answer: Answer = 'fail', reads: readonly string[] = ['users']): Check =>
  toCheck({
    id,
    version: 1,
    title: 'Users are few',
    area: 'membership',
    severity: 'high',
    confidence: 'read',
    lifecycle: 'stable',
    pack: 'core',
    question: 'Are there few users?',
    motivation: 'A test.',
    failsWhen: 'Always.',
    remediation: 'None.',
    falsePositives: 'None.',
    reads,
    params: z.strictObject({ most: z.int().default(3).describe('Most users.') }),
    controls: Object.fromEntries(frameworkNames.map((name) => [name, []])) as unknown as Check['controls'],
    ask: async (run, tally) => {
      for await (const { id: user, data } of run.records('users')) {
        if (typeof data['email'] === 'string') tally.saw();
        tally.since(user);
        if (answer === 'fail') tally.fail(`users/${user}`, 'One too many.');
        if (answer === 'unknown') tally.unknown(`users/${user}`, 'Nobody knows.');
      }
      return answer === 'throws' ? Promise.reject(new TypeError('no such thing')) : undefined;
    },
  });

const asking = (...checks: readonly Check[]): RunSettings => ({ changes: { checks } });
const day = (at: number) => `2026-11-${at}T03:00:00.000Z`;

const told = (conditions: readonly { readonly condition: string; readonly check?: string | undefined }[]) =>
  conditions.map(({ condition, check: id }) => `${condition} ${id}`);

const resultsOf = ({ files }: { readonly files: ReadonlyMap<string, string> }) =>
  checkResults.parse(JSON.parse(files.get('data/checks/results.json') ?? 'null'));

describe('a check that fails', () => {
  it('is a condition of the sealed record, with what it counted in the records themselves', async () => {
    bench = await createWorkbench();

    const run = await bench.run(asking(check('ONE')));

    const users = run.lines('data/resources/users.jsonl').length;
    expect(users).toBeGreaterThan(1);
    expect(run.record.conditions).toEqual([
      {
        condition: 'check-failed',
        severity: 'high',
        check: 'ONE',
        summary: `ONE does not hold: Users are few (${users} of ${users}).`,
        since: run.record.run.startedAt,
      },
    ]);
    expect(run.record.checks).toMatchObject({ fail: 1, pass: 0 });
    const [result] = resultsOf(run).results;
    const signed = run.record.artifacts.find(({ path }) => path === 'data/resources/users.jsonl');
    expect(result).toMatchObject({ outcome: 'fail', populationSize: users, params: { most: 3 } });
    expect(result?.evidence).toEqual([
      { resource: 'users', outcome: 'complete', path: signed?.path, sha256: signed?.sha256 },
    ]);
    expect((await bench.verify()).failures).toEqual([]);
  });

  it('is told apart from another one, lasts while nobody can tell, and ends when it passes', async () => {
    bench = await createWorkbench();

    const first = await bench.run({ ...asking(check('ONE'), check('TWO')), slot: day(22) });
    const second = await bench.run({
      ...asking(check('ONE', 'pass'), check('TWO', 'unknown')),
      slot: day(23),
    });
    const third = await bench.run({ ...asking(check('TWO', 'pass')), slot: day(24) });

    expect(told(first.record.conditions)).toEqual(['check-failed ONE', 'check-failed TWO']);
    expect(second.record.conditions).toEqual([first.record.conditions[1]]);
    expect(third.record.conditions).toEqual([]);
    const channel = {
      name: 'slack-1',
      kind: 'slack' as const,
      index: 1,
      settings: '{}',
      rules: { minSeverity: 'info' as const, reminderHours: 24 },
      notify: async () => undefined,
      probe: async () => '',
    };
    const opened = alertsFor(channel, first.record, undefined).map(({ alert }) => alert);
    const ended = alertsFor(channel, second.record, first.record).map(({ alert }) => alert);
    expect(opened.map(({ checks }) => checks)).toEqual([['ONE', 'TWO']]);
    expect(ended).toEqual([]);
    const last = alertsFor(channel, third.record, second.record).map(({ alert }) => alert);
    expect(last.map(({ state, check: id }) => `${state} ${id}`)).toEqual(['resolved TWO']);
  });

  it('is told no more once somebody has accepted it, is told again when that ends, and never passes', async () => {
    bench = await createWorkbench();
    const waivers = [{ check: 'ONE', approverRole: 'CISO', reason: 'Small team.', expires: '2026-11-22' }];
    const accepting: RunSettings = { ...asking(check('ONE')), configuration: { policy: { waivers } } };

    const accepted = await bench.run(accepting);
    const expired = await bench.run({ ...accepting, aheadMs: 24 * 60 * 60 * 1_000, force: true });

    expect(told(accepted.record.conditions)).toEqual([]);
    expect(resultsOf(accepted).results[0]).toMatchObject({ outcome: 'fail', waiver: { state: 'accepted' } });
    expect(told(expired.record.conditions)).toContain('check-failed ONE');
    expect(expired.record.conditions.map(({ summary }) => summary)).toContainEqual(
      expect.stringMatching(/^ONE does not hold: .* It was accepted until 2026-11-22: that is over\.$/),
    );
    expect(resultsOf(expired).results[0]).toMatchObject({ outcome: 'fail', waiver: { state: 'expired' } });
  });
});

describe('a check that passes', () => {
  it('passes on what was read whole only', async () => {
    bench = await createWorkbench();
    const config = { collect: { include: [], exclude: ['users'], pageSize: 200 } };

    const whole = await bench.run(asking(check('ONE'), check('TWO', 'pass')));
    const without = await bench.run({ ...asking(check('ONE', 'pass')), config, force: true });

    expect(told(whole.record.conditions)).toEqual(['check-failed ONE']);
    expect(told(without.record.conditions)).toContain('check-failed ONE');
    expect(resultsOf(without).results[0]).toMatchObject({ outcome: 'indeterminate', populationSize: null });
  });
});

describe('by a clock that was wrong', () => {
  const HOUR_MS = 3_600_000;
  it.each([
    ['a little', -23 * HOUR_MS, ['fail', 'pass'], undefined],
    ['by a day, ahead', 25 * HOUR_MS, ['fail', 'indeterminate'], /wrong by a day/],
    ['by years, behind', -2_200 * 24 * HOUR_MS, ['fail', 'indeterminate'], /wrong by 2200 days/],
  ] as const)('%s, nothing passes once days count wrong', async (_, aheadMs, outcomes, reason) => {
    bench = await createWorkbench();

    const run = await bench.run({ ...asking(check('ONE'), check('TWO', 'pass')), aheadMs });

    const { results } = resultsOf(run);
    expect(results.map(({ outcome }) => outcome)).toEqual(outcomes);
    for (const each of results)
      expect(each.reason).toEqual(reason === undefined ? undefined : expect.stringMatching(reason));
  });
});

describe('a check that is no use', () => {
  it.each([
    ['throws', check('ONE', 'throws')],
    ['reads what it does not declare', check('ONE', 'pass', ['sources'])],
  ])('and %s is an error, and spoils no run', async (_, broken) => {
    bench = await createWorkbench();

    const run = await bench.run(asking(broken, check('TWO', 'pass')));

    expect(run.record.status).toBe('complete');
    expect(resultsOf(run).results.map(({ outcome }) => outcome)).toEqual(['error', 'pass']);
    expect(JSON.stringify(resultsOf(run))).not.toContain('no such thing');
    expect(run.record.conditions.map(({ check: id, summary }) => `${id} ${summary}`)).toEqual([
      'ONE ONE could not be asked, so nobody knows: Users are few.',
    ]);
  });

  it('does not apply where the policy says why, and is not configured where it says so itself', async () => {
    bench = await createWorkbench();
    const policy = { notApplicable: [{ check: 'ONE', reason: 'No users log in.' }] };
    const unset = { ...check('TWO'), ask: async () => notConfigured('No domains are approved.') };

    const run = await bench.run({ ...asking(check('ONE'), unset), configuration: { policy } });

    expect(resultsOf(run).results.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['not_applicable', 'No users log in.'],
      ['not_configured', 'No domains are approved.'],
    ]);
    expect(run.record.conditions).toEqual([]);
  });
});

describe('what a check has seen', () => {
  it('keeps its date from run to run, also over one that could not look', async () => {
    bench = await createWorkbench();
    const config = { collect: { include: [], exclude: ['users'], pageSize: 200 } };

    const first = await bench.run({ ...asking(check('ONE', 'pass')), slot: day(22) });
    await bench.run({ ...asking(check('ONE', 'pass')), config, slot: day(23) });
    const third = await bench.run({ ...asking(check('ONE', 'pass')), slot: day(24) });

    const sightings = resultsOf(third).results[0]?.sightings;
    expect(sightings?.from).toBe(first.record.run.startedAt);
    expect(sightings?.list.length).toBe(first.lines('data/resources/users.jsonl').length);
    expect(new Set(sightings?.list.map(({ since }) => since))).toEqual(new Set([first.record.run.startedAt]));
  });
});
