/** Checks are asked about what a run read; what they answer is sealed with it and told like any condition. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Check } from '../../src/checks/check.ts';
import { alertsFor } from '../../src/run/undelivered-alerts.ts';
import { createWorkbench, type RunSettings, type Workbench } from '../support/run.ts';

let bench: Workbench;
afterEach(() => bench.close());

/** Answers as it is told to, having read the users. */
const check = (id: string, answer: 'pass' | 'fail' | 'indeterminate' = 'fail'): Check => ({
  id,
  severity: 'high',
  reads: ['users'],
  ask: async (run) => {
    let users = 0;
    for await (const { data } of run.records('users')) if (typeof data['email'] === 'string') users += 1;
    return { outcome: answer, summary: `${users} users can log in.` };
  },
});

const asking = (...checks: readonly Check[]): RunSettings => ({ changes: { checks } });

const told = (conditions: readonly { readonly condition: string; readonly check?: string | undefined }[]) =>
  conditions.map(({ condition, check: id }) => `${condition} ${id}`);

describe('a check that fails', () => {
  it('is a condition of the sealed record, with what it counted in the records themselves', async () => {
    bench = await createWorkbench();

    const { record, entry, lines } = await bench.run(asking(check('users-are-few')));

    const users = lines('data/resources/users.jsonl').length;
    expect(users).toBeGreaterThan(1);
    expect(entry('users').records).toBe(users);
    expect(record.conditions).toEqual([
      {
        condition: 'check-failed',
        severity: 'high',
        check: 'users-are-few',
        summary: `${users} users can log in.`,
        since: record.run.startedAt,
      },
    ]);
    expect((await bench.verify()).failures).toEqual([]);
  });

  it('is told apart from another one, lasts while nobody can tell, and ends when it passes', async () => {
    bench = await createWorkbench();
    const day = (at: number) => `2026-11-${at}T03:00:00.000Z`;

    const first = await bench.run({ ...asking(check('one'), check('two')), slot: day(22) });
    const second = await bench.run({
      ...asking(check('one', 'pass'), check('two', 'indeterminate')),
      slot: day(23),
    });
    const third = await bench.run({ ...asking(check('two', 'pass')), slot: day(24) });

    expect(told(first.record.conditions)).toEqual(['check-failed one', 'check-failed two']);
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
    expect(told(opened)).toEqual(['check-failed one', 'check-failed two']);
    expect(new Set(opened.map(({ id }) => id)).size).toBe(2);
    expect(ended.map(({ state, check: id }) => `${state} ${id}`)).toEqual(['resolved one']);
  });
});

describe('a check that passes', () => {
  it('passes on what was read whole only', async () => {
    bench = await createWorkbench();
    const config = { collect: { include: [], exclude: ['users'], pageSize: 200 } };

    const whole = await bench.run(asking(check('one'), check('two', 'pass')));
    const without = await bench.run({ ...asking(check('one', 'pass')), config, force: true });

    expect(told(whole.record.conditions)).toEqual(['check-failed one']);
    expect(told(without.record.conditions)).toContain('check-failed one');
  });
});
