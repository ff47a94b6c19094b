/** One message per cause: how many there are, what each names, and what is told when a cause changes. */
import { describe, expect, it } from 'vitest';
import type { Predicate } from '../../schemas/chain.ts';
import { type Condition, type ConditionName, conditionKey } from '../../schemas/condition.ts';
import type { ResourceEntry } from '../../schemas/manifest.ts';
import type { Outcome } from '../../schemas/outcome.ts';
import { resources } from '../../schemas/resources/index.ts';
import { causesOf } from '../../src/alerts/causes.ts';
import { alertsBetween } from '../../src/alerts/changes.ts';
import { AT, conditionOf, recordWith } from '../support/alerts.ts';

type Gap = readonly [Outcome, ResourceEntry['reason'], Partial<ResourceEntry>?];
type Gaps = Readonly<Record<string, Gap>>;

const ALL = recordWith([]).resources.map(({ name }) => name);
const some = (count: number, gap: Gap, from = 0): Gaps =>
  Object.fromEntries(ALL.slice(from, from + count).map((name) => [name, gap]));
const deadToken = (count: number) => some(count, ['denied', 'token']);
const unreachable = (count: number) => some(count, ['unreachable', 'network']);
const denied = (count: number) => some(count, ['denied', 'scope']);
const brokenOff: Gap = [
  'partial',
  'truncated',
  { completeness: { method: 'none', distinctIds: 1, rules: [{ rule: 'read-to-the-end', holds: false }] } },
];
const doubtful: Gap = [
  'partial',
  'count-mismatch',
  {
    completeness: {
      method: 'none',
      distinctIds: 1,
      rules: [{ rule: 'count-equals-reported-total', holds: false }],
    },
  },
];

const NAMES: Readonly<Partial<Record<Outcome, ConditionName>>> = {
  denied: 'scope-gap',
  unavailable: 'feature-unavailable',
  partial: 'collection-incomplete',
  deferred: 'collection-incomplete',
  unreachable: 'collection-incomplete',
};

const incomplete = (resource: string, since = AT): Condition => ({
  condition: 'collection-incomplete',
  severity: 'high',
  resource,
  summary: `${resource} is not complete.`,
  since,
});

/** A record of a run that found these gaps, with the conditions that a run has for them, and some more. */
function recordOf(gaps: Gaps, more: readonly Condition[] = [], hour = 0): Predicate {
  const startedAt = new Date(Date.parse(AT) + hour * 3_600_000).toISOString();
  const conditions = Object.entries(gaps).flatMap(([resource, [outcome, reason]]): Condition[] => {
    const condition = reason === 'token' ? undefined : NAMES[outcome];
    return condition === undefined ? [] : [{ ...incomplete(resource), condition }];
  });
  const record = recordWith([...conditions, ...more], { seq: hour, startedAt });
  const resources = record.resources.map((entry): ResourceEntry => {
    const gap = gaps[entry.name];
    if (gap === undefined) return entry;
    const { reason: _, completeness: __, ...rest } = entry;
    const [outcome, reason, changes] = gap;
    return { ...rest, outcome, ...(reason === undefined ? {} : { reason }), records: null, ...changes };
  });
  return { ...record, resources };
}

const alertsOf = (current: Predicate, previous?: Predicate) =>
  alertsBetween(current, previous, { channel: 'slack-1', reminderHours: 24 }).map(({ alert }) => alert);
const told = (current: Predicate, previous?: Predicate) =>
  alertsOf(current, previous).map(
    ({ state, condition, resources = [] }) => `${state} ${condition} ${resources.length}`,
  );

/** How many messages there would be if each condition were told by itself. */
function toldSingly(current: Predicate, previous: Predicate): number {
  const keys = ({ conditions }: Predicate) => conditions.map(conditionKey);
  const began = keys(current).filter((key) => !keys(previous).includes(key));
  const ended = keys(previous).filter((key) => !keys(current).includes(key));
  const days = ({ run }: Predicate, since: string) =>
    Math.max(0, Math.floor((Date.parse(run.startedAt) - Date.parse(since)) / 86_400_000));
  const reminded = current.conditions.filter(
    (condition) =>
      keys(previous).includes(conditionKey(condition)) &&
      days(current, condition.since) > days(previous, condition.since),
  );
  return began.length + ended.length + reminded.length;
}

const refused = conditionOf();
const clean = recordOf({});
const six = denied(6);
const { [ALL[0] ?? '']: _recovered, ...five } = six;

describe('messages of a run on one channel', () => {
  // The second column: messages if each condition were told by itself.
  it.each([
    ['a dead token, 25 resources', 1, recordOf(deadToken(25), [refused]), clean, ['opened token-refused 25']],
    [
      'a token that dies while 4 resources are read',
      5,
      recordOf({ ...deadToken(20), ...some(4, brokenOff, 20) }, [refused]),
      clean,
      ['opened token-refused 20'],
    ],
    [
      'a dead token again, with what broke off then',
      0,
      recordOf(deadToken(24), [refused, ...ALL.slice(20, 24).map((name) => incomplete(name))], 1),
      recordOf({ ...deadToken(20), ...some(4, brokenOff, 20) }, [refused]),
      [],
    ],
    [
      'the token is replaced',
      1,
      recordOf({}, [], 1),
      recordOf(deadToken(25), [refused]),
      ['resolved token-refused 25'],
    ],
    [
      'the token is replaced by another dead one',
      0,
      recordOf(deadToken(25), [{ ...refused, since: '2026-11-22T04:00:04.000Z' }], 1),
      recordOf(deadToken(25), [refused]),
      ['opened token-refused 25'],
    ],
    [
      'a host that cannot be reached',
      20,
      recordOf(unreachable(20)),
      clean,
      ['opened collection-incomplete 20'],
    ],
    [
      'a host that goes away in the middle',
      20,
      recordOf({ ...some(10, brokenOff), ...some(10, ['unreachable', 'timeout'], 10) }),
      clean,
      ['opened collection-incomplete 20'],
    ],
    [
      'the host is back',
      20,
      recordOf({}, [], 1),
      recordOf(unreachable(20)),
      ['resolved collection-incomplete 20'],
    ],
    ['a role too small for 6 resources', 6, recordOf(six), clean, ['opened scope-gap 6']],
    ['one of the 6 recovers', 1, recordOf(five, [], 1), recordOf(six), []],
    ['one more joins', 1, recordOf(denied(7), [], 1), recordOf(six), []],
    ['the last of them recovers', 6, recordOf({}, [], 1), recordOf(six), ['resolved scope-gap 6']],
    ['a reminder names those of now', 6, recordOf(five, [], 24), recordOf(six), ['ongoing scope-gap 5']],
    [
      'a doubt about one resource beside an outage',
      21,
      recordOf({ ...unreachable(20), [ALL[20] ?? '']: doubtful }),
      clean,
      ['opened collection-incomplete 1', 'opened collection-incomplete 20'],
    ],
    [
      'an outage where one resource was doubtful before',
      19,
      recordOf(unreachable(20), [], 1),
      recordOf(some(1, doubtful)),
      ['opened collection-incomplete 20'],
    ],
    [
      'its end, and the doubt remains',
      19,
      recordOf(some(1, doubtful), [], 2),
      recordOf(unreachable(20), [], 1),
      ['resolved collection-incomplete 19'],
    ],
    [
      'an outage during which the token dies',
      1,
      recordOf(deadToken(20), [
        refused,
        ...ALL.slice(0, 20).map((name) => incomplete(name, '2026-11-21T03:00:04.000Z')),
      ]),
      recordOf(
        unreachable(0),
        ALL.slice(0, 20).map((name) => incomplete(name, '2026-11-21T03:00:04.000Z')),
      ),
      ['opened token-refused 20'],
    ],
    [
      'what was deferred, by its reason',
      7,
      recordOf({ ...some(3, ['deferred', 'rate']), ...some(4, ['deferred', 'time'], 3) }),
      clean,
      ['opened collection-incomplete 3', 'opened collection-incomplete 4'],
    ],
  ])('%s: %i before', (_situation, before, current, previous, expected) => {
    expect(toldSingly(current, previous)).toBe(before);
    expect(told(current, previous).toSorted()).toEqual(expected);
  });

  it('about what was deferred say of each that was not begun how long it takes', () => {
    const [first = '', second = ''] = ALL;
    const detail = '100 requests at 2 a minute take 49 minutes, and 20 were left';
    const rules = [{ rule: 'fits-into-the-time', holds: false, detail }];
    const current = recordOf({
      [first]: ['deferred', 'time', { completeness: { method: 'none', distinctIds: 0, rules } }],
      [second]: ['deferred', 'time'],
    });

    expect(alertsOf(current, clean).map(({ summary }) => summary)).toEqual([
      `2 resources were deferred, since the time for this run was over: ${[`${first} (${detail})`, second].toSorted().join(', ')}. Since ${AT}.`,
    ]);
  });

  it('about a feature that the plan does not include come once for all its resources', () => {
    const named = ALL.filter((name) => resources.find((each) => each.name === name)?.feature === 'protocols');
    const gaps = Object.fromEntries(named.map((name) => [name, ['unavailable', 'feature']] as [string, Gap]));

    const alerts = alertsOf(recordOf(gaps), clean);

    expect(named.length).toBeGreaterThan(1);
    expect(alerts.map((alert) => alert.resources)).toEqual([named.toSorted()]);
  });

  it('never leave a condition out, but those that a dead token is behind', () => {
    const record = recordOf(
      { ...unreachable(10), ...some(5, doubtful, 10), ...some(5, ['denied', 'scope'], 15) },
      [conditionOf({ condition: 'clock-skew', severity: 'medium' })],
    );

    expect(causesOf(record).flatMap(({ conditions }) => conditions)).toHaveLength(record.conditions.length);
  });
});

describe('an alert about several resources', () => {
  const [alert] = alertsOf(recordOf(six), clean);

  it('names all of them, the roles, and what is to be done', () => {
    const names = ALL.slice(0, 6).toSorted();
    expect(alert).toMatchObject({ condition: 'scope-gap', severity: 'high', resources: names });
    expect(alert?.resource).toBeUndefined();
    expect(alert?.summary).toBe(`The token may not read 6 resources: ${names.join(', ')}. Since ${AT}.`);
    expect(alert?.remediation).toMatch(/^As Workspace Owner, give the token the roles? /);
    expect(alert?.remediation).not.toContain('undefined');
  });

  it('says with a reminder who joined since', () => {
    const joined = { ...incomplete('users', '2026-11-22T09:00:00.000Z'), condition: 'scope-gap' as const };
    const [reminder] = alertsOf(recordOf(five, [joined], 24), recordOf(five, [joined], 23));

    expect(reminder?.summary).toContain('Joined since then: users (2026-11-22T09:00:00.000Z).');
  });

  it('of one resource alone is the alert that it always was', () => {
    const [single] = alertsOf(recordOf(denied(1)), clean);

    expect(single).toMatchObject({ resource: ALL[0], resources: [ALL[0]] });
    // As sealed records of earlier versions gave it: an upgrade repeats nothing.
    expect(single?.id).toBe('8892554c062bc6e338ac9faee07bb5d73ed501f19e88b84e2466dc470419002e');
  });
});

describe('a refused token', () => {
  it('says where the new one goes, with which role, and how to confirm and collect again', () => {
    const record = recordOf(deadToken(25), [refused]);
    const token = { fingerprint: 'hmac-sha256:00000000:x', firstSeenAt: AT, declaredRole: 'Source Admin' };
    const [derived] = alertsBetween({ ...record, token }, clean, {
      channel: 'slack-1',
      reminderHours: 24,
      tokenReference: 'secretsmanager:segment/acme#token',
    });

    expect(derived?.alert.remediation).toBe(
      `As Workspace Owner, make a new token with the role Source Admin under Settings > Workspace settings > Access Management > Tokens of the Segment app, and store it where \`token\` of this connection points: secretsmanager:segment/acme#token. Then run \`segment-evidence test ${record.connection}\` to confirm, and \`segment-evidence collect ${record.connection}\` to collect again.`,
    );
    expect(derived?.alert.summary).toContain('25 resources could not be read with it.');
  });
});

describe('checks that do not hold', () => {
  const failed = (check: string, since = AT, severity: Condition['severity'] = 'medium'): Condition => ({
    condition: 'check-failed',
    severity,
    check,
    summary: `${check} does not hold.`,
    since,
  });
  const LATER = '2026-11-23T03:00:04.000Z';
  const target = { channel: 'slack-1', reminderHours: 24 };
  const told = (now: readonly Condition[], before?: readonly Condition[]) =>
    alertsBetween(
      recordWith(now, { seq: 1, startedAt: LATER }),
      before === undefined ? undefined : recordWith(before),
      target,
    ).map(({ alert: { state, severity, check, checks } }) => [state, severity, check, checks]);

  it('are one message a run, as grave as the gravest of them', () => {
    expect(told([failed('A'), failed('B', AT, 'critical')])).toEqual([
      ['opened', 'critical', undefined, ['A', 'B']],
    ]);
    expect(told([failed('A')])).toEqual([['opened', 'medium', 'A', ['A']]]);
  });

  it('are told once more only for what is new', () => {
    const before = [failed('A'), failed('B')];
    const reminded = told([...before, failed('C', LATER)], before);
    expect(reminded).toContainEqual(['opened', 'medium', 'C', ['C']]);
    expect(reminded).not.toContainEqual(['opened', 'medium', undefined, ['A', 'B']]);
  });

  it('are resolved when the last of them is', () => {
    const before = [failed('A'), failed('B')];
    expect(told([failed('B')], before).filter(([state]) => state === 'resolved')).toEqual([]);
    expect(told([], before)).toEqual([['resolved', 'medium', undefined, ['A', 'B']]]);
  });
});
