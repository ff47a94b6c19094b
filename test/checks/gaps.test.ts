/**
 * What nobody could read, over all checks: nothing passes that rests on it, and nothing fails because of it. A workspace that
 * was read whole is held against the same one with each resource missing, or cut, that a check declares.
 */
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../schemas/check-results.ts';
import type { Check } from '../../src/checks/check.ts';
import { checks } from '../../src/checks/index.ts';
import { POLICY } from '../support/check-policy.ts';
import { answerOf, type MadeResource } from '../support/checked.ts';
import { goldenRecords } from '../support/golden-records.ts';

const WHOLE = goldenRecords();
const policies = [undefined, POLICY];

const failing = ({ exceptions }: CheckResult): readonly string[] =>
  exceptions.filter(({ level }) => level === 'fail').map(({ subject }) => subject);

const rows = checks.flatMap((check) => check.reads.map((resource) => [check.id, resource, check] as const));

/** How reading may have ended, and what was read then. */
const GAPS: Readonly<Record<string, (resource: string) => MadeResource>> = {
  denied: () => ({ outcome: 'denied', reason: 'scope' }),
  unreachable: () => ({ outcome: 'unreachable', reason: 'upstream' }),
  deferred: () => ({ outcome: 'deferred', reason: 'time' }),
  'cut to the first half': (resource) => cut(resource, (index, count) => index < count / 2),
  'cut to the last half': (resource) => cut(resource, (index, count) => index >= count / 2),
  'partial without a record': (resource) => cut(resource, () => false),
};

function cut(resource: string, keeps: (index: number, count: number) => boolean): MadeResource {
  const all = WHOLE[resource] ?? [];
  return {
    outcome: 'partial',
    reason: 'truncated',
    records: all.filter((_, index) => keeps(index, all.length)),
  };
}

const wholeAnswers = new Map<Check, Promise<readonly CheckResult[]>>();

function wholeOf(check: Check): Promise<readonly CheckResult[]> {
  const known =
    wholeAnswers.get(check) ??
    Promise.all(policies.map((policy) => answerOf(check, { records: WHOLE, ...(policy ? { policy } : {}) })));
  wholeAnswers.set(check, known);
  return known;
}

describe.each(rows)('%s without %s', (_, resource, check) => {
  it('neither passes nor finds what it would not find in all of it', async () => {
    for (const [ending, gap] of Object.entries(GAPS)) {
      for (const [index, policy] of policies.entries()) {
        const records = { ...WHOLE, [resource]: gap(resource) };
        const answer = await answerOf(check, { records, ...(policy ? { policy } : {}) });
        const found = failing((await wholeOf(check))[index] as CheckResult);

        expect(['pass', 'warn', 'not_applicable'], ending).not.toContain(answer.outcome);
        expect(
          failing(answer).filter((subject) => !found.includes(subject)),
          `${ending}: found only because something is missing`,
        ).toEqual([]);
      }
    }
  });
});

const USED = checks.flatMap((check) =>
  (check.uses ?? [])
    .filter((name) => name.startsWith('input:'))
    .map((name) => [check.id, name, check] as const),
);

describe.each(USED)('%s with %s named, and not usable', (_, input, check) => {
  it('neither passes nor fails where it would have looked there', async () => {
    const gap: MadeResource = { outcome: 'unreachable', reason: 'bad-body' };
    for (const [index, policy] of policies.entries()) {
      const answer = await answerOf(check, {
        records: { ...WHOLE, [input]: gap },
        ...(policy ? { policy } : {}),
      });
      const found = failing((await wholeOf(check))[index] as CheckResult);

      expect(failing(answer).filter((subject) => !found.includes(subject))).toEqual([]);
      // With nothing to look for there, nothing is missing.
      const whole = (await wholeOf(check))[index]?.outcome;
      if (answer.outcome === 'pass' || answer.outcome === 'warn') expect(answer.outcome).toBe(whole);
    }
  });
});

describe('every check', () => {
  it('has an id, a file and a question of its own', () => {
    for (const key of ['id', 'title', 'question'] as const)
      expect(new Set(checks.map((check) => check[key])).size, key).toBe(checks.length);
    expect(checks.filter(({ question }) => !question.endsWith('?')).map(({ id }) => id)).toEqual([]);
  });

  it('breaks on nothing that stands in a workspace', async () => {
    for (const check of checks)
      for (const answer of await wholeOf(check)) expect([check.id, answer.outcome]).not.toContain('error');
  });
});
