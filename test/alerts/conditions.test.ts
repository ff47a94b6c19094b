/** What people must hear of: opened once, carried with its `since`, ended only by a run that looked. */
import { describe, expect, it } from 'vitest';
import { type Condition, condition as conditionSchema } from '../../schemas/condition.ts';
import type { DriftKind } from '../../schemas/drift.ts';
import type { ResourceEntry } from '../../schemas/manifest.ts';
import { OUTCOME_REASONS, type Outcome, outcomes } from '../../schemas/outcome.ts';
import { deriveConditions } from '../../src/alerts/conditions.ts';
import type { RunFacts } from '../../src/alerts/run-facts.ts';
import { factsOf } from '../support/run-facts.ts';

const FIRST = '2026-11-22T03:00:00.000Z';
const LATER = '2026-11-23T03:00:00.000Z';

const facts = (changes: Partial<RunFacts> = {}): RunFacts => factsOf({ at: FIRST, ...changes });

const entry = (name: string, outcome: Outcome, reason?: ResourceEntry['reason']): ResourceEntry => ({
  name,
  schemaVersion: 1,
  outcome,
  ...(reason === undefined ? {} : { reason }),
  records: null,
  pages: 0,
  requests: 1,
});

const drifted = (base: ResourceEntry, ...kinds: DriftKind[]): ResourceEntry => ({
  ...base,
  drift: kinds.map((kind) => ({ pointer: `/data/${kind}`, kind, count: 1, firstSeenAt: FIRST })),
});

const named = (conditions: readonly Condition[]) => conditions.map(({ condition }) => condition);

describe('a resource that the time of a run was not enough for', () => {
  it.each([
    ['a function', true, 'collect this connection in a container (docs/fleets.md)'],
    ['anything else', false, 'raise collect.maxMinutes'],
  ])('is told with what to do, by %s', (_what, isOnLambda, advice) => {
    const resources = [entry('users', 'deferred', 'time')];
    const [condition] = deriveConditions(facts({ resources, outOfTime: ['users'], isOnLambda }), []);

    expect(condition?.summary).toContain(advice);
  });
});

const SILENT: readonly string[] = ['token', 'not-offered'];

describe('a condition is opened', () => {
  it.each([
    ['a refused token', { token: 'refused' }, 'token-refused', 'critical'],
    ['a token of the other region', { token: 'wrong-region' }, 'wrong-region', 'critical'],
    ['a token of another workspace', { token: 'wrong-workspace' }, 'wrong-workspace', 'critical'],
    ['a token that could not be fetched', { token: 'unavailable' }, 'token-unavailable', 'critical'],
    ['an exchanged token', { hasTokenChanged: true }, 'token-changed', 'info'],
    ['a token of 75 days', { tokenAgeDays: 75 }, 'token-rotation-due', 'medium'],
    ['a token of 90 days', { tokenAgeDays: 90 }, 'token-rotation-due', 'high'],
    [
      'unknown fields',
      { resources: [drifted(entry('users', 'complete'), 'new-field')] },
      'schema-drift',
      'low',
    ],
    [
      'a new value of a list of values',
      { resources: [drifted(entry('users', 'complete'), 'new-value')] },
      'schema-drift',
      'info',
    ],
    [
      'a field of another type beside one',
      { resources: [drifted(entry('users', 'complete'), 'new-value', 'changed-type')] },
      'schema-drift',
      'low',
    ],
    ['a right that is missing', { resources: [entry('users', 'denied', 'scope')] }, 'scope-gap', 'high'],
    ['a hidden field', { resources: [entry('users', 'partial', 'field-hidden')] }, 'field-hidden', 'high'],
    [
      'half a population',
      { resources: [entry('users', 'partial', 'moved')] },
      'collection-incomplete',
      'high',
    ],
    [
      'a resource out of time',
      { resources: [entry('users', 'deferred', 'rate')] },
      'collection-incomplete',
      'high',
    ],
    [
      'a broken server',
      { resources: [entry('users', 'unreachable', 'upstream')] },
      'collection-incomplete',
      'high',
    ],
    [
      'a missing feature',
      { resources: [entry('users', 'unavailable', 'feature')] },
      'feature-unavailable',
      'medium',
    ],
    ['something left out', { reduced: ['users'] }, 'scope-reduced', 'medium'],
    [
      'a file of the company that is not there',
      { inputs: [{ name: 'roster', outcome: 'unavailable', reason: 'not-found', records: null }] },
      'input-unusable',
      'high',
    ],
    ['a clock ahead', { clockSkewMs: 60_001 }, 'clock-skew', 'medium'],
    ['a clock behind', { clockSkewMs: -60_001 }, 'clock-skew', 'medium'],
    ['a chain that had to be begun anew', { brokenChain: 'why' }, 'verification-failed', 'critical'],
  ] as const)('by %s', (_name, changes, condition, severity) => {
    const conditions = deriveConditions(facts(changes), []);

    expect(conditions).toMatchObject([{ condition, severity, since: FIRST }]);
    expect(conditionSchema.safeParse(conditions[0]).success).toBe(true);
  });

  it.each([
    ['is only remembered in the next run', { brokenChain: 'why' }, 'medium'],
    ['is met anew when it is another', { brokenChain: 'something else' }, 'critical'],
    [
      'is met anew where one more chain has to be begun',
      { brokenChain: 'why', beginsChain: true },
      'critical',
    ],
  ] as const)('by a chain that cannot be mended: it %s', (_name, changes, severity) => {
    const known = deriveConditions(facts({ brokenChain: 'why' }), []);

    const [condition] = deriveConditions(facts({ ...changes, at: '2026-11-23T03:00:00.000Z' }), known);

    expect(condition).toMatchObject({ condition: 'verification-failed', severity, since: FIRST });
  });

  it.each([
    ['nothing wrong', {}],
    [
      'a resource complete or left out',
      { resources: [entry('users', 'complete'), entry('roles', 'not-collected', 'opt-in')] },
    ],
    ['a clock off by a minute', { clockSkewMs: -60_000 }],
    ['a token of 74 days', { tokenAgeDays: 74 }],
    ['a token of unknown age', { tokenAgeDays: undefined }],
    ['a server that told no time', { clockSkewMs: undefined }],
    ['a run that never reached anything', { token: 'unknown' }],
  ] as const)('by nothing else: %s', (_name, changes) => {
    expect(deriveConditions(facts(changes), [])).toEqual([]);
  });

  it('for every gap a resource can have, but the one that the token alone explains, and none for what was never there', () => {
    for (const outcome of outcomes.filter((o) => o !== 'complete' && o !== 'not-collected')) {
      for (const reason of OUTCOME_REASONS[outcome]) {
        const conditions = deriveConditions(facts({ resources: [entry('users', outcome, reason)] }), []);
        expect(conditions, `${outcome}: ${reason}`).toHaveLength(SILENT.includes(reason) ? 0 : 1);
        for (const { resource, summary } of conditions)
          expect([resource, summary]).toEqual(['users', expect.stringContaining('users')]);
      }
    }
  });

  it('with what the token needs, where a right is missing', () => {
    const run = facts({
      resources: [entry('users', 'denied', 'scope'), entry('sources', 'partial', 'field-hidden')],
    });

    for (const { resource, summary } of deriveConditions(run, [])) {
      expect(summary).toContain(`needs: the role for ${resource}.`);
    }
  });

  it('beside others of the same resource, all of them in one order', () => {
    const run = facts({
      token: 'refused',
      resources: [
        drifted(entry('users', 'partial', 'moved'), 'new-field'),
        entry('sources', 'denied', 'scope'),
        entry('roles', 'denied', 'scope'),
      ],
    });

    expect(deriveConditions(run, []).map(({ condition, resource }) => [condition, resource])).toEqual([
      ['collection-incomplete', 'users'],
      ['schema-drift', 'users'],
      ['scope-gap', 'roles'],
      ['scope-gap', 'sources'],
      ['token-refused', undefined],
    ]);
  });
});

describe('a condition that lasts', () => {
  it.each([
    ['about a resource', { resources: [entry('users', 'denied', 'scope')] }],
    ['about the token', { token: 'refused' }],
    ['about the clock', { clockSkewMs: 99_999 }],
    ['about the chain', { brokenChain: 'why', beginsChain: true }],
  ] as const)('%s keeps its `since` from run to run', (_name, changes) => {
    const first = deriveConditions(facts(changes), []);

    const second = deriveConditions(facts({ ...changes, at: LATER }), first);
    const third = deriveConditions(facts({ ...changes, at: '2026-11-24T03:00:00.000Z' }), second);

    expect(third).toEqual(first);
  });

  it('of one resource says nothing about another', () => {
    const first = deriveConditions(facts({ resources: [entry('users', 'denied', 'scope')] }), []);

    const second = deriveConditions(
      facts({ at: LATER, resources: [entry('users', 'complete'), entry('roles', 'denied', 'scope')] }),
      first,
    );

    expect(second).toMatchObject([{ condition: 'scope-gap', resource: 'roles', since: LATER }]);
  });

  it('that ended and comes again has a new `since`', () => {
    const gap = { resources: [entry('users', 'denied', 'scope')] };
    const first = deriveConditions(facts(gap), []);
    const ended = deriveConditions(facts({ resources: [entry('users', 'complete')] }), first);

    expect(deriveConditions(facts({ ...gap, at: LATER }), ended)).toMatchObject([{ since: LATER }]);
  });

  it('whose severity grew is still the same one', () => {
    const first = deriveConditions(facts({ tokenAgeDays: 75 }), []);

    expect(deriveConditions(facts({ tokenAgeDays: 90, at: LATER }), first)).toMatchObject([
      { condition: 'token-rotation-due', severity: 'high', since: FIRST },
    ]);
  });
});

describe('a condition about a resource ends', () => {
  const opened = (condition: Condition['condition']): Condition => ({
    condition,
    severity: 'high',
    resource: 'users',
    summary: 's',
    since: FIRST,
  });
  const ends = (condition: Condition['condition'], outcome: Outcome, reason?: ResourceEntry['reason']) => {
    const run = facts({ at: LATER, resources: [entry('users', outcome, reason)] });
    return !named(deriveConditions(run, [opened(condition)])).includes(condition);
  };

  it.each([
    ['scope-gap', ['complete', 'partial', 'unavailable', 'not-collected']],
    ['feature-unavailable', ['complete', 'partial', 'unavailable', 'not-collected']],
    ['field-hidden', ['complete', 'not-collected']],
    ['collection-incomplete', ['complete', 'unavailable', 'not-collected']],
    ['schema-drift', ['complete', 'not-collected']],
    ['scope-reduced', ['complete', 'partial']],
  ] as const)('%s only by an outcome of %s', (condition, endedBy) => {
    const found = outcomes.filter((outcome) => {
      // Each outcome with a reason that opens another condition than this one; of what is not there, none.
      const reason = outcome === 'denied' ? 'token' : OUTCOME_REASONS[outcome].at(-1);
      const isItself =
        condition === 'collection-incomplete' && ['deferred', 'unreachable', 'partial'].includes(outcome);
      return !isItself && ends(condition, outcome, reason);
    });

    expect(found).toEqual(endedBy);
  });

  it.each(['feature', 'not-found'] as const)('feature-unavailable not while it is %s', (reason) => {
    expect(ends('feature-unavailable', 'unavailable', reason)).toBe(false);
  });

  it('not by a run that tries something out, and leaves the rest out', () => {
    const run = facts({ at: LATER, isTrial: true, resources: [entry('users', 'not-collected', 'excluded')] });
    expect(named(deriveConditions(run, [opened('collection-incomplete')]))).toEqual([
      'collection-incomplete',
    ]);
  });

  it('never by a run that did not list it', () => {
    expect(deriveConditions(facts({ at: LATER }), [opened('scope-gap')])).toEqual([opened('scope-gap')]);
  });
});

describe('a condition about the run ends', () => {
  const opened = (condition: Condition['condition']): Condition => ({
    condition,
    severity: 'high',
    summary: 's',
    since: FIRST,
  });

  it.each([
    'token-refused',
    'wrong-region',
    'wrong-workspace',
    'token-unavailable',
    'token-changed',
    'token-rotation-due',
  ] as const)('%s only by a run in which the token worked', (condition) => {
    for (const token of ['refused', 'wrong-region', 'wrong-workspace', 'unavailable', 'unknown'] as const) {
      expect(
        named(deriveConditions(facts({ token, tokenAgeDays: undefined }), [opened(condition)])),
      ).toContain(condition);
    }
    expect(deriveConditions(facts(), [opened(condition)])).toEqual([]);
  });

  it.each([
    'token-refused',
    'wrong-region',
    'wrong-workspace',
    'token-unavailable',
    'token-rotation-due',
  ] as const)('%s also by a run with another token, whatever became of that', (condition) => {
    const other = { hasTokenChanged: true, tokenAgeDays: undefined };

    const unknown = deriveConditions(facts({ ...other, token: 'unknown' }), [opened(condition)]);
    const refused = deriveConditions(facts({ ...other, token: 'refused', at: LATER }), [opened(condition)]);

    expect(named(unknown)).toEqual(['token-changed']);
    expect(refused.map(({ since }) => since)).toEqual([LATER, LATER]);
  });

  it('token-refused not by a run that uses another stage of the secret in its place', () => {
    const run = facts({ hasTokenChanged: true, at: LATER, fallback: { refused: 'A', used: 'B' } });

    const [, refused] = deriveConditions(run, [opened('token-refused')]);

    expect(refused).toMatchObject({ condition: 'token-refused', since: FIRST });
  });

  it('token-rotation-due not by a run that cannot tell the age, as when its clock is behind', () => {
    const due = [opened('token-rotation-due'), opened('token-refused')];

    expect(named(deriveConditions(facts({ tokenAgeDays: undefined }), due))).toEqual(['token-rotation-due']);
  });

  it.each([
    ['clock-skew', { clockSkewMs: undefined }, { clockSkewMs: 5 }],
    ['verification-failed', { brokenChain: 'again' }, {}],
  ] as const)('%s only by a run that could see it', (condition, blind, seeing) => {
    expect(named(deriveConditions(facts(blind), [opened(condition)]))).toEqual([condition]);
    expect(deriveConditions(facts(seeing), [opened(condition)])).toEqual([]);
  });

  it.each(['run-overdue', 'commit-failed', 'store-not-write-once', 'check-failed'] as const)(
    '%s not here: no run of collecting looks at it',
    (condition) => {
      expect(deriveConditions(facts(), [opened(condition)])).toEqual([opened(condition)]);
    },
  );
});

describe('a check that fails for what a condition tells already', () => {
  const failing = (toldAs: readonly Condition['condition'][]) => ({
    check: 'TOK-02',
    outcome: 'fail' as const,
    severity: 'critical' as const,
    summary: 'TOK-02 does not hold.',
    toldAs,
  });
  const resources = [entry('users', 'denied', 'scope')];

  it('is not told of a second time in that run, and is where nothing else tells', () => {
    const told = (findings: RunFacts['findings']) =>
      named(deriveConditions(facts({ resources, findings }), []));

    expect(told([failing(['scope-gap'])])).toEqual(['scope-gap']);
    expect(told([failing(['token-refused'])])).toEqual(['check-failed', 'scope-gap']);
  });

  it('stays open where it was open before', () => {
    const before = deriveConditions(facts({ findings: [failing(['scope-gap'])] }), []);
    const now = deriveConditions(facts({ at: LATER, resources, findings: [failing(['scope-gap'])] }), before);

    expect(now.map(({ condition, since }) => `${condition} ${since}`)).toEqual([
      `check-failed ${FIRST}`,
      `scope-gap ${LATER}`,
    ]);
  });
});
