/**
 * Changes that may have been made in the last minutes before a run, of which the trail is read by the next one only. No
 * check calls such a change unexplained before it has read them, and none forgets it.
 */
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../schemas/check-results.ts';
import type { Change } from '../../src/checks/checked-run.ts';
import { checks } from '../../src/checks/index.ts';
import { comparedWith, EXPLAINED } from '../support/check-table.ts';
import { answerOf, type MadeRun } from '../support/checked.ts';

const FILTER = { id: 'x', enabled: true, destinationId: 'd', actions: [{ type: 'DROP' }] };

/** Per check: what changed, and what else it looks at. */
const ROWS: readonly (readonly [string, string, Partial<Change>, Partial<MadeRun>])[] = [
  ['AUD-04', 'labels', { change: 'added' }, {}],
  [
    'DST-04',
    'destination-filters',
    { change: 'removed' },
    { records: { destinations: [{ id: 'd' }] }, before: { 'destination-filters': [FILTER] } },
  ],
  ['DST-05', 'destinations', { fields: [{ pointer: '/settings/apiKey' }] }, {}],
  ['FN-01', 'functions', { fields: [{ pointer: '/code/$digest' }] }, {}],
  ['IAM-12', 'users', { change: 'removed' }, {}],
  ['TP-11', 'tracking-plan-rules', { change: 'added' }, {}],
];

const told = ({ outcome, exceptions }: CheckResult) => [
  outcome,
  ...exceptions.map(({ level, subject }) => `${level} ${subject}`),
];

describe.each(ROWS)('%s', (id, resource, change, further) => {
  const check = checks.find((each) => each.id === id);
  if (check === undefined) throw new Error(`there is no check ${id}`);
  const first: MadeRun = {
    records: {},
    ...further,
    changes: { [resource]: comparedWith(resource, [{ id: 'x', ...change }]) },
  };
  const next = async (late: NonNullable<MadeRun['late']>, at?: string) => {
    const { sightings } = await answerOf(check, first);
    const changes = { [resource]: comparedWith(resource, []) };
    return answerOf(check, {
      ...first,
      changes,
      late,
      ...(at === undefined ? {} : { at }),
      ...(sightings && { seen: sightings }),
    });
  };

  it('says of a change without an event that nobody can tell yet', async () => {
    expect(told(await answerOf(check, first))).toEqual(['indeterminate', `unknown ${resource}/x`]);
  });

  it('fails where the next run has read those minutes, and nothing in them explains it', async () => {
    const answer = await next(async () => []);
    expect(told(answer)).toEqual(['fail', `fail ${resource}/x`]);
    expect(answer.populationSize).toBeGreaterThan(id === 'AUD-04' || id === 'IAM-12' ? 0 : -1);
    expect(answer.sightings?.list).toEqual([]);
  });

  it('passes where an event of those minutes explains it', async () => {
    expect(told(await next(async () => EXPLAINED.explainedBy))).toEqual(['pass']);
  });

  it('goes on saying that nobody can tell while they have not been read, as long as they could be', async () => {
    const open = await next(async () => undefined);
    expect(told(open)).toEqual(['indeterminate', `unknown ${resource}/x`]);
    expect(open.sightings).toEqual((await answerOf(check, first)).sightings);
    expect(told(await next(async () => undefined, '2027-03-01T03:00:00.000Z'))).toEqual(['pass']);
  });
});
