/** A schedule is accepted when, and only when, runs can be made of it. */
import { describe, expect, it } from 'vitest';
import { nextSlotAfter } from '../../src/schedule/slots.ts';
import { load, MINIMAL, problemsOf } from './folder.ts';

const withSchedule = (schedule: string) =>
  `${MINIMAL}    schedule: "${schedule}"\n    timezone: America/St_Johns\n`;

describe('a schedule', () => {
  it.each([
    '0/15 * * * *',
    '5/15,59 0/6 * * *',
    '/15 * * * *',
    '0 3 1/7 * *',
    '0 3 1 JAN/3 *',
    '0 3 * * MON/2',
    '0 3 * * MON-FRI',
    '0 3 * * 5L',
    '0 3 * * FRI#2',
    '0 3 L * *',
    '0 3 15W * *',
    ' 0  3 * * * ',
  ])('is accepted with a run to come: %s', async (schedule) => {
    const [connection] = (await load(withSchedule(schedule))).connections;

    expect(connection?.schedule).toBe(schedule);
    expect(nextSlotAfter(schedule, 'America/St_Johns', new Date('2026-11-22T00:00:00Z'))).toBeInstanceOf(
      Date,
    );
  });

  it.each([
    ['60/5 * * * *', 'an invalid field'],
    ['0/0 * * * *', 'an invalid field'],
    ['0/99 * * * *', 'an invalid field'],
    ['0 24/2 * * *', 'an invalid field'],
    ['0 3 32/2 * *', 'an invalid field'],
    ['0 3 * 13/2 *', 'an invalid field'],
    ['0 3 * * 7/2', 'an invalid field'],
    ['0 3 * * 5/2L', 'an invalid field'],
    ['0 3 5L * *', 'an invalid field'],
    ['3* * * * *', 'an invalid field'],
    ['1,,2 * * * *', 'an invalid field'],
    ['*/-5 * * * *', 'an invalid field'],
    ['* * 30 2 *', 'one that never does'],
    ['*/5 0/2 31 4,6 *', 'one that never does'],
  ])('is refused at once: %s', async (schedule, problem) => {
    const beganMs = performance.now();

    expect(await problemsOf(withSchedule(schedule))).toEqual([expect.stringContaining(problem)]);
    expect(performance.now() - beganMs).toBeLessThan(2_000);
  });
});
