/** AUD-06: much deleted at once, or at night. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/audit-trail/destructive-changes-are-few-and-in-working-hours.ts';
import { eachOutcome } from '../../support/check-table.ts';
import { answerOf, type MadeRecord, type MadeRun } from '../../support/checked.ts';
import { byProgram, event, trailFrom } from '../../support/trail.ts';

const trail = (...events: readonly MadeRecord[]) => ({
  records: { 'audit-events': trailFrom('2026-08-24', ...events) },
});

describe('what was deleted', () => {
  eachOutcome(check, [
    ['by day', trail(event('e', '2026-11-20T10:00:00.000Z', 'Source Deleted')), 'pass'],
    ['at night', trail(event('e', '2026-11-20T23:00:00.000Z', 'Source Deleted')), 'warn', ['audit-events/e']],
    [
      'on a Sunday',
      trail(event('e', '2026-11-15T10:00:00.000Z', 'Source Disabled')),
      'warn',
      ['audit-events/e'],
    ],
    [
      'at night, and somebody looked',
      {
        records: {
          ...trail(event('e', '2026-11-20T23:00:00.000Z', 'Source Deleted')).records,
          'input:reviews': [{ id: 'e' }],
        },
      },
      'pass',
    ],
    [
      'by day elsewhere',
      {
        ...trail(event('e', '2026-11-20T23:00:00.000Z', 'Source Deleted')),
        policy: { businessHours: { utcOffsetMinutes: -480, from: 9, to: 18, days: [5] } },
      },
      'pass',
    ],
    [
      'at night by Segment',
      trail(event('e', '2026-11-20T23:00:00.000Z', 'Source Disabled', byProgram('Segment'))),
      'pass',
    ],
    [
      'in bulk',
      trail(
        ...Array.from({ length: 11 }, (_, at) =>
          event(`e${at}`, `2026-11-20T10:${10 + at}:00.000Z`, 'Source Deleted'),
        ),
      ),
      'warn',
      ['actors/ada'],
    ],
    ['not at all', trail(event('e', '2026-11-20T23:00:00.000Z', 'Source Modified')), 'pass'],
    [
      'in a trail that was not read',
      { records: { 'audit-events': { outcome: 'denied', reason: 'scope' } } },
      'indeterminate',
    ],
  ]);
});

describe('what was deleted within one hour, around a run', () => {
  const deleted = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => {
      const minute = String(from + at).padStart(2, '0');
      return event(
        `e${from + at}`,
        `2026-11-22T02:${minute}:00.000Z`,
        'Source Deleted',
        byProgram('Segment 1'),
      );
    });
  const policy = { businessHours: { utcOffsetMinutes: 0, from: 0, to: 24, days: [1, 2, 3, 4, 5, 6, 7] } };
  const inTwoRuns = async (first: readonly MadeRecord[], then: readonly MadeRecord[]) => {
    const ask = (events: readonly MadeRecord[], more: Partial<MadeRun> = {}) =>
      answerOf(check, { ...trail(...events), policy, ...more });
    const before = await ask(first);
    const after = await ask(then, before.sightings === undefined ? {} : { seen: before.sightings });
    return [before, after].map(({ exceptions }) => exceptions.map(({ detail }) => detail));
  };

  it('is counted on by the next run, and told once', async () => {
    expect(await inTwoRuns(deleted(40, 8), deleted(48, 5))).toEqual([
      [],
      ['Deleted or switched off 13 things in the hour from 2026-11-22T02:00 UTC.'],
    ]);
    const [told, again] = await inTwoRuns(deleted(40, 13), deleted(48, 5));
    expect([told, again]).toEqual([
      ['Deleted or switched off 13 things in the hour from 2026-11-22T02:00 UTC.'],
      [],
    ]);
  });
});
