import { describe, expect, it } from 'vitest';
import type { ResourceEntry } from '../../schemas/manifest.ts';
import type { Outcome, OutcomeReason } from '../../schemas/outcome.ts';
import { causeOf } from '../../src/evidence/cause.ts';

const TOKEN = { fingerprint: 'hmac-sha256:00000000:x', firstSeenAt: '2026-11-22T03:00:00.000Z' };

function entry(outcome: Outcome, reason?: OutcomeReason, rule?: string, detail = ''): ResourceEntry {
  const about = { name: 'users', schemaVersion: 1, outcome, records: null, pages: 0, requests: 1 };
  const rules = rule === undefined ? [] : [{ rule, holds: false, detail }];
  return {
    ...about,
    ...(reason === undefined ? {} : { reason }),
    ...(rules.length === 0 ? {} : { completeness: { method: 'none', distinctIds: 0, rules } }),
  };
}

describe('why a snapshot is not complete', () => {
  it.each<[string, ResourceEntry, string]>([
    ['Segment did not answer', entry('unreachable', 'upstream'), 'outage'],
    ['the network was away', entry('unreachable', 'network'), 'outage'],
    ['the rate was spent', entry('deferred', 'rate'), 'outage'],
    [
      'a list was cut short',
      entry('partial', 'truncated', 'read-to-the-end', 'reading stopped after 2 pages: timeout'),
      'outage',
    ],
    [
      'one of several lists was not read',
      entry('partial', 'truncated', 'every-list-read', '1 of 2 lists read: upstream'),
      'outage',
    ],
    [
      'some parents were not read',
      entry('partial', 'parents-unread', 'every-parent-read', '2 of 3 parents read: rate'),
      'outage',
    ],
    [
      'time ran out within a list',
      entry('partial', 'truncated', 'read-to-the-end', 'reading stopped after 2 pages: time'),
      'time',
    ],
    ['time ran out', entry('deferred', 'time'), 'time'],
    [
      'a parent was refused',
      entry('partial', 'parents-unread', 'every-parent-read', '2 of 3 parents read: scope'),
      'other',
    ],
    [
      'a list never ended',
      entry('partial', 'cursor-loop', 'read-to-the-end', 'reading stopped after 2 pages: bad-body'),
      'other',
    ],
    ['a right is missing', entry('denied', 'scope'), 'other'],
    ['the total does not tie out', entry('partial', 'count-mismatch'), 'other'],
    ['the token was refused', entry('denied', 'token'), 'refused-token'],
  ])('%s', (_name, resource, cause) => {
    expect(causeOf({ status: 'partial', token: TOKEN, resources: [entry('complete'), resource] })).toBe(
      cause,
    );
  });

  it('is an outage where the token could not be had', () => {
    expect(causeOf({ status: 'failed', token: null, resources: [entry('denied', 'token')] })).toBe('outage');
  });

  it('is a refused token before an outage, and an outage before want of time', () => {
    const outage = entry('unreachable', 'network');
    const late = entry('deferred', 'time');
    const causes = [
      [late, outage],
      [outage, entry('denied', 'token')],
    ].map((resources) => causeOf({ status: 'partial', token: TOKEN, resources }));

    expect(causes).toEqual(['outage', 'refused-token']);
  });

  it('is nothing for a complete one', () => {
    expect(causeOf({ status: 'complete', token: TOKEN, resources: [] })).toBeUndefined();
  });
});
