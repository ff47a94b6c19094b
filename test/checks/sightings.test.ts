/** Since when things are seen: kept from run to run, up to a bound, and never younger than they may be. */
import { describe, expect, it } from 'vitest';
import type { Sightings } from '../../schemas/check-results.ts';
import { MOST_SIGHTED, SeenThings } from '../../src/checks/sightings.ts';

const FIRST = '2026-11-20T03:00:00.000Z';
const LATER = '2026-11-21T03:00:00.000Z';
const names = (count: number) => Array.from({ length: count }, (_, at) => `users/${at}`);

function lookedAt(subjects: readonly string[], seen?: Sightings, isWhole = true) {
  const things = new SeenThings({ at: seen === undefined ? FIRST : LATER, seen, isWhole });
  const since = new Map(subjects.map((subject) => [subject, things.since(subject)]));
  return { since, notes: things.notes, end: things.end() };
}

describe('sightings of more than are kept', () => {
  const all = names(MOST_SIGHTED + 2);
  const first = lookedAt(all);
  const next = lookedAt([...all, 'users/new'], first.end);

  it('are counted, and said', () => {
    expect(first.end).toMatchObject({ from: FIRST, left: 2 });
    expect(first.end?.list).toHaveLength(MOST_SIGHTED);
    expect(first.notes.join()).toContain('of 2 more nobody will be able to tell');
  });

  it('may be older than the run that meets them', () => {
    for (const subject of ['users/10001', 'users/new'])
      expect(next.since.get(subject)).toEqual({ at: LATER, isLowerBound: true });
    expect(next.since.get('users/0')).toEqual({ at: FIRST, isLowerBound: true });
    expect(next.end).toMatchObject({ left: 3 });
  });

  it('are still not known after a run that could not read all', () => {
    expect(lookedAt(['users/0'], first.end, false).end).toMatchObject({ left: 2 });
  });

  it('make room when they go, and what comes then is new', () => {
    const few = lookedAt(names(2), first.end);
    expect(few.end).toEqual({ from: FIRST, list: names(2).map((subject) => ({ subject, since: FIRST })) });
    expect(lookedAt(['users/new'], few.end).since.get('users/new')).toEqual({
      at: LATER,
      isLowerBound: false,
    });
  });
});
