/** Until when a run may read. */
import { describe, expect, it } from 'vitest';
import { readUntil } from '../../src/run/time-budget.ts';

const SLOT = '2026-11-22T03:00:00.000Z';

const rows: readonly {
  readonly name: string;
  readonly schedule?: string;
  readonly maxMinutes?: number;
  readonly startedAt?: string;
  readonly slot?: string | null;
  readonly latest?: string;
  readonly until: string;
}[] = [
  { name: 'without a schedule, six hours', until: '2026-11-22T09:00:04.000Z' },
  {
    name: 'at most six hours, however far the next slot is',
    schedule: '0 3 * * *',
    until: '2026-11-22T09:00:04.000Z',
  },
  {
    name: 'until ten minutes before the next slot',
    schedule: '0 * * * *',
    until: '2026-11-22T03:50:00.000Z',
  },
  {
    name: 'started a moment before its own slot, until the next one all the same',
    schedule: '0 * * * *',
    startedAt: '2026-11-22T02:59:40.000Z',
    until: '2026-11-22T03:50:00.000Z',
  },
  {
    name: 'ten minutes at least, however soon the next slot is',
    schedule: '*/5 * * * *',
    until: '2026-11-22T03:10:04.000Z',
  },
  {
    name: 'ten minutes at least for a slot that is collected late',
    schedule: '0 * * * *',
    startedAt: '2026-11-22T03:55:00.000Z',
    until: '2026-11-22T04:05:00.000Z',
  },
  { name: 'as long as it is told', schedule: '0 * * * *', maxMinutes: 90, until: '2026-11-22T04:30:04.000Z' },
  {
    name: 'less than it is told, where the caller says so',
    maxMinutes: 90,
    latest: '2026-11-22T03:14:00.000Z',
    until: '2026-11-22T03:14:00.000Z',
  },
  { name: 'never before it began', latest: '2026-11-22T02:00:00.000Z', until: '2026-11-22T03:00:04.000Z' },
  {
    name: 'of a run that fills no slot too',
    schedule: '0 * * * *',
    slot: null,
    until: '2026-11-22T03:50:00.000Z',
  },
];

describe('a run reads', () => {
  it.each(rows)(
    '$name',
    ({ schedule, maxMinutes, startedAt = '2026-11-22T03:00:04.000Z', slot = SLOT, latest, until }) => {
      const config = {
        timezone: 'Etc/UTC',
        collect: {
          include: [],
          exclude: [],
          pageSize: 200,
          ...(maxMinutes === undefined ? {} : { maxMinutes }),
        },
        ...(schedule === undefined ? {} : { schedule }),
      };
      const span = { startedAt, slot, latest: latest === undefined ? undefined : new Date(latest) };

      expect(readUntil(config, span).toISOString()).toBe(until);
    },
  );
});
