import { describe, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { clockOf, planWindows } from '../../src/run/windows.ts';

const STARTED_AT = '2026-11-22T03:00:00.000Z';
const FIVE_MINUTES_BEFORE = '2026-11-22T02:55:00.000Z';
const NINETY_DAYS_BEFORE = '2026-08-24T03:00:00.000Z';

const plan = (wholeTo?: string, startedAt = STARTED_AT) =>
  planWindows(resources, { at: startedAt }, (name) => (name === 'audit-events' ? wholeTo : undefined));

const rows: readonly {
  readonly name: string;
  readonly wholeTo: string | undefined;
  readonly from: string;
  readonly isCut: boolean;
  readonly isForgotten?: boolean;
}[] = [
  {
    name: 'the first is all that the API remembers',
    wholeTo: undefined,
    from: NINETY_DAYS_BEFORE,
    isCut: false,
  },
  {
    name: 'the next goes on where the last ended, less five minutes',
    wholeTo: '2026-11-21T02:55:00.000Z',
    from: '2026-11-21T02:50:00.000Z',
    isCut: false,
  },
  {
    name: 'one carried through failed runs begins where the last whole one ended',
    wholeTo: '2026-11-01T00:00:00.000Z',
    from: '2026-10-31T23:55:00.000Z',
    isCut: false,
  },
  {
    name: 'exactly as far back as the API remembers nothing is lost',
    wholeTo: NINETY_DAYS_BEFORE,
    from: NINETY_DAYS_BEFORE,
    isCut: false,
  },
  {
    name: 'a millisecond further back something may be lost',
    wholeTo: '2026-08-24T02:59:59.999Z',
    from: NINETY_DAYS_BEFORE,
    isCut: true,
  },
  {
    name: 'years further back it is cut to what the API remembers',
    wholeTo: '2024-01-01T00:00:00.000Z',
    from: NINETY_DAYS_BEFORE,
    isCut: true,
  },
  {
    name: 'behind a run whose clock was ahead it is all that there is: nobody knows what was read then',
    wholeTo: '2026-11-23T00:00:00.000Z',
    from: NINETY_DAYS_BEFORE,
    isCut: false,
    isForgotten: true,
  },
];

describe('the window of audit events', () => {
  it.each(rows)('$name', ({ wholeTo, from, isCut, isForgotten }) => {
    expect(plan(wholeTo).get('audit-events')).toEqual({
      from,
      to: FIVE_MINUTES_BEFORE,
      isCut,
      wholeTo: isForgotten ? undefined : wholeTo,
      readTo: FIVE_MINUTES_BEFORE,
      askedAt: STARTED_AT,
      isFirst: wholeTo === undefined,
    });
  });

  it('carries on what was read, whatever our own clock says, when nothing could be asked', () => {
    const ahead = '2026-11-23T00:00:00.000Z';
    const window = planWindows(resources, { at: STARTED_AT, isUnasked: true }, () => ahead).get(
      'audit-events',
    );

    expect(window).toMatchObject({ from: FIVE_MINUTES_BEFORE, to: FIVE_MINUTES_BEFORE, wholeTo: ahead });
  });

  it.each([
    ['theirs when ours is a day ahead', '2026-11-21T03:00:00.000Z', '2026-11-21T03:00:00.000Z'],
    ['theirs when ours is a day behind', '2026-11-23T03:00:00.000Z', '2026-11-23T03:00:00.000Z'],
    [
      'theirs from the first millisecond on that counts',
      '2026-11-22T03:01:00.001Z',
      '2026-11-22T03:01:00.001Z',
    ],
    ['ours when both count as right', '2026-11-22T03:01:00.000Z', STARTED_AT],
    ['ours when they tell no time', undefined, STARTED_AT],
  ])('is bounded by a clock: %s', (_title, serverDate, at) => {
    expect(clockOf(STARTED_AT, serverDate)).toEqual({ at, ownAt: STARTED_AT });
  });

  it.each([
    ['ours, where theirs is ahead', '2026-11-23T03:00:00.000Z', FIVE_MINUTES_BEFORE],
    ['theirs, where ours is ahead', '2026-11-21T03:00:00.000Z', '2026-11-21T02:55:00.000Z'],
  ])('counts as read up to the earlier of the two clocks: %s', (_title, serverDate, readTo) => {
    const windows = planWindows(resources, clockOf(STARTED_AT, serverDate), () => undefined);

    expect(windows.get('audit-events')?.readTo).toBe(readTo);
  });

  it('is planned for no resource that is not read by time', () => {
    expect([...plan().keys()]).toEqual(resources.filter((r) => r.window !== undefined).map((r) => r.name));
  });

  it('leaves no time between one run and the next, however long they take', () => {
    const first = plan().get('audit-events');
    const second = plan(first?.to, '2026-11-29T11:11:11.111Z').get('audit-events');

    expect(Date.parse(second?.from ?? '')).toBeLessThanOrEqual(Date.parse(first?.to ?? ''));
    expect(second?.isCut).toBe(false);
  });

  it('counts ninety days in UTC, also over the end of summer time and of a year', () => {
    expect(plan(undefined, '2027-01-15T00:30:00.000Z').get('audit-events')?.from).toBe(
      '2026-10-17T00:30:00.000Z',
    );
  });
});
