import { describe, expect, it } from 'vitest';
import { alert as alertSchema } from '../../schemas/alert.ts';
import { type Condition, conditionNames } from '../../schemas/condition.ts';
import * as changes from '../../src/alerts/changes.ts';
import { remediationOf } from '../../src/alerts/remediation.ts';
import { AT, conditionOf, goldenPredicate, recordWith } from '../support/alerts.ts';

const alertsBetween = (...args: Parameters<typeof changes.alertsBetween>) =>
  changes.alertsBetween(...args).map(({ alert }) => alert);
const target = { channel: 'slack-1', reminderHours: 24 };
const refused = conditionOf();
const gap = conditionOf({
  condition: 'scope-gap',
  severity: 'high',
  resource: 'users',
  summary: 'No users.',
});
const LATER = '2026-11-22T04:00:04.000Z';
const otherGap = { ...gap, resource: 'groups' };
const nextDay = { seq: 1, startedAt: '2026-11-23T03:00:04.000Z' };
const nextHour = { seq: 1, startedAt: '2026-11-22T04:00:04.000Z' };

const told = (
  before: readonly Condition[] | undefined,
  now: readonly Condition[],
  times: { readonly seq: number; readonly startedAt: string } = nextHour,
  reminderHours = 24,
) =>
  alertsBetween(recordWith(now, times), before && recordWith(before), { ...target, reminderHours }).map(
    ({ state, condition, resource }) => [state, condition, resource].filter(Boolean).join(' '),
  );

describe('from one record to the next', () => {
  it.each([
    ['the first record with nothing wrong', undefined, [], []],
    ['the first record with something wrong', undefined, [refused], ['opened token-refused']],
    ['nothing wrong twice', [], [], []],
    ['something new', [], [refused], ['opened token-refused']],
    ['the same an hour later', [refused], [refused], []],
    ['its end', [refused], [], ['resolved token-refused']],
    ['one for another', [refused], [gap], ['opened scope-gap users', 'resolved token-refused']],
    ['the same about another resource', [gap], [gap, otherGap], []],
    ['the end about one of two resources', [gap, otherGap], [gap], []],
    ['the end about both', [gap, otherGap], [], ['resolved scope-gap']],
    ['one resource for another', [gap], [otherGap], []],
    ['the same of another token', [refused], [{ ...refused, since: LATER }], ['opened token-refused']],
    ['the more severe first', [], [gap, refused], ['opened token-refused', 'opened scope-gap users']],
    ['another summary of the same', [gap], [{ ...gap, summary: 'No users at all.' }], []],
    ['becoming more severe', [gap], [{ ...gap, severity: 'critical' as const }], ['ongoing scope-gap users']],
    ['becoming less severe', [gap], [{ ...gap, severity: 'low' as const }], []],
  ])('%s gives what has changed', (_title, before, now, expected) => {
    expect(told(before, now).toSorted()).toEqual([...expected].toSorted());
  });

  it.each([
    ['falling below it is the end of it', gap, { ...gap, severity: 'medium' as const }, ['resolved high']],
    ['rising above it is its beginning', { ...gap, severity: 'medium' as const }, gap, ['opened high']],
    ['staying above it is nothing new', { ...gap, severity: 'critical' as const }, gap, []],
    [
      'rising above it while others share the cause',
      { ...otherGap, severity: 'medium' as const },
      gap,
      ['opened high'],
    ],
  ])('to a channel that hears of high and above, %s', (_title, before, now, expected) => {
    const heard = alertsBetween(recordWith([now], nextHour), recordWith([before]), {
      ...target,
      minSeverity: 'high',
    }).filter(({ severity }) => severity !== 'medium');

    expect(heard.map(({ state, severity }) => `${state} ${severity}`)).toEqual(expected);
  });

  it('reminds each day of a cause that another resource is behind each night', () => {
    const night = (date: number) => `2026-11-${22 + date}T03:00:04.000Z`;
    const others = ['labels', 'users', 'sources', 'labels', 'users'];
    const records = others.map((resource, date) =>
      recordWith([{ ...gap, resource, since: night(date) }], { seq: date, startedAt: night(date) }),
    );
    const heard = records.flatMap((record, date) => alertsBetween(record, records[date - 1], target));

    expect(heard.map(({ state }) => state)).toEqual(['opened', ...others.slice(1).map(() => 'ongoing')]);
  });

  it('says of what has fallen that it is still there', () => {
    const fallen = { ...gap, severity: 'medium' as const };
    const [alert] = alertsBetween(recordWith([fallen], nextHour), recordWith([gap]), {
      ...target,
      minSeverity: 'high',
    });

    expect(alert?.summary).toContain('Still there, but only medium now');
    expect(alert?.remediation).not.toBe('No action needed.');
  });

  it('tells the most severe first', () => {
    expect(told([], [gap, refused])).toEqual(['opened token-refused', 'opened scope-gap users']);
  });

  it('says the end of what was carried on, with the time it began', () => {
    const [alert] = alertsBetween(recordWith([], nextDay), recordWith([refused]), target);

    expect(alert).toMatchObject({ state: 'resolved', since: AT, remediation: 'No action needed.' });
    expect(alert?.summary).toContain(AT);
    expect(alert?.summary).toContain(nextDay.startedAt);
  });
});

describe('a reminder', () => {
  const HOUR = 3_600_000;
  /** Runs every `everyHours` for ten days; returns after how many hours a reminder came. */
  function reminders(everyHours: number, reminderHours: number): readonly number[] {
    const found: number[] = [];
    for (let hours = everyHours; hours <= 240; hours += everyHours) {
      const at = (ms: number) => new Date(Date.parse(AT) + ms).toISOString();
      const before = recordWith([refused], { startedAt: at((hours - everyHours) * HOUR) });
      const now = recordWith([refused], { seq: hours, startedAt: at(hours * HOUR) });
      if (alertsBetween(now, before, { ...target, reminderHours }).length > 0) found.push(hours);
    }
    return found;
  }

  it.each([
    ['every hour, told daily', 1, 24, [24, 48, 72, 96, 120, 144, 168, 192, 216, 240]],
    ['daily, told daily', 24, 24, [24, 48, 72, 96, 120, 144, 168, 192, 216, 240]],
    ['daily, told weekly', 24, 168, [168]],
    ['every five hours, told daily', 5, 24, [25, 50, 75, 100, 120, 145, 170, 195, 220, 240]],
    ['every two days, told every hour', 48, 1, [48, 96, 144, 192, 240]],
  ])('comes once for each interval that has passed: runs %s', (_title, every, reminder, expected) => {
    expect(reminders(every, reminder)).toEqual(expected);
  });

  it('does not come early when the clock goes backwards', () => {
    const before = recordWith([refused], { startedAt: '2026-11-25T03:00:04.000Z' });
    const now = recordWith([refused], { startedAt: '2026-11-24T03:00:04.000Z' });

    expect(alertsBetween(now, before, target)).toEqual([]);
  });
});

describe('an alert', () => {
  const first = () => alertsBetween(recordWith([refused]), undefined, target)[0];

  it('has an id that the same two records give again, and no others', () => {
    const ids = [
      first(),
      alertsBetween(recordWith([refused], { seq: 1 }), undefined, target)[0],
      alertsBetween(recordWith([gap]), undefined, target)[0],
      alertsBetween(recordWith([otherGap]), undefined, target)[0],
      alertsBetween(recordWith([]), recordWith([refused]), target)[0],
      alertsBetween(recordWith([refused]), undefined, { ...target, channel: 'slack-2' })[0],
    ].map((alert) => alert?.id);

    expect(new Set(ids).size).toBe(ids.length);
    expect(first()?.id).toBe(ids[0]);
  });

  it('names whose evidence it was before when the run could not ask whose token it has', () => {
    const now = { ...recordWith([refused], nextHour), workspace: null };
    const before = recordWith([]);

    expect(alertsBetween(now, before, target)[0]?.workspace).toEqual({
      id: goldenPredicate.workspace?.id,
      slug: goldenPredicate.workspace?.slug,
    });
    expect(alertsBetween(now, undefined, target)[0]?.workspace).toBeNull();
  });

  it('says when evidence was last complete', () => {
    const never = { ...recordWith([refused]), lastComplete: null };

    expect(first()?.lastGoodAt).toBe(goldenPredicate.lastComplete?.at);
    expect(alertsBetween(never, undefined, target)[0]?.lastGoodAt).toBeNull();
  });

  it.each(conditionNames)('is what is published, and says what to do: %s', (condition) => {
    const found = conditionOf({ condition, resource: 'users' });

    const alerts = [
      ...alertsBetween(recordWith([found]), undefined, target),
      ...alertsBetween(recordWith([]), recordWith([found]), target),
    ];

    expect(alerts.map((alert) => alertSchema.parse(alert).state)).toEqual(['opened', 'resolved']);
    expect(remediationOf(found)).toMatch(/^[A-Z].{20,}\.$/);
    expect(remediationOf(found)).not.toContain('undefined');
  });

  it('about a gap names the role that mends it and the place in the Segment app', () => {
    expect(remediationOf({ condition: 'scope-gap', resource: 'suppressions' })).toContain(
      'the role End User Privacy Admin under Settings > Workspace settings > Access Management > Tokens',
    );
  });
});
