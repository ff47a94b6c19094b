/** Which runs of a quarter are missing, and why: the calendar of `status --from --to`, right to the row. */
import { expect, it } from 'vitest';
import { sharedQuarter } from '../support/quarter.ts';

const DENIED = 'denied (scope): destinations, destination-filters';

it('names every run of the quarter that is missing or not complete, and why', async () => {
  const { ask, days, period, runs, slotOf } = await sharedQuarter();
  const { code, stdout } = await ask('status', '--from', period.from, '--to', period.to, '--json');
  const [calendar] = (JSON.parse(stdout) as { connections: { slots: { state: string }[] }[] }).connections;
  const wanted: object[] = [];
  const records = [...runs.values()].map(({ record }) => record);
  const whyMissing = (day: number, slot: string) => {
    const naming = records.find(({ run }) => run.missedSlots.includes(slot));
    const startOf = (step: number) => {
      let near = day;
      while (!runs.has(near)) near += step;
      return runs.get(near)?.record.run.startedAt;
    };
    return [
      `named as missed by record ${naming?.chain.seq}`,
      `no run between ${startOf(-1)} and ${startOf(1)}`,
    ];
  };
  for (let day = 1; day < days.days - 1; day += 1) {
    const slot = slotOf(day);
    const seq = runs.get(day)?.record.chain.seq;
    if (days.missing.includes(day)) wanted.push({ slot, state: 'missing', reasons: whyMissing(day, slot) });
    if (days.failed.includes(day)) wanted.push({ slot, state: 'failed', seq, reasons: ['token-refused'] });
    if (days.denied.includes(day)) wanted.push({ slot, state: 'partial', seq, reasons: [DENIED] });
  }
  expect(code).toBe(4);
  expect(calendar?.slots).toHaveLength(days.days - 2);
  expect(calendar?.slots.filter(({ state }) => state !== 'complete')).toEqual(wanted);
});
