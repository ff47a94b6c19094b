/** What must hold of a fleet after its days, however many it is. */
import { expect } from 'vitest';
import type { Lived } from '../support/fleet-life.ts';

/** Each slot has a record or is named as missed, once, and nothing besides is. */
export function expectEverySlotOnce({ from, connections }: Lived): void {
  for (const { name, slots, records } of connections) {
    const filled = [...new Set(records.map(({ run }) => run.slot ?? ''))];
    const missed = records.flatMap(({ run }) => run.missedSlots);
    // A slot that was tried again has several records; what each of them names as missed is the same.
    const named = [...new Set([...filled, ...missed])].filter((slot) => slot >= from).sort();
    expect([name, named]).toEqual([name, slots]);
    expect([name, filled.filter((slot) => missed.includes(slot))]).toEqual([name, []]);
    const complete = records.filter(({ status }) => status === 'complete').map(({ run }) => run.slot);
    expect([name, complete.length]).toEqual([name, new Set(complete).size]);
  }
}

/** What was opened was resolved, each once, and nothing is told again in between. */
export function expectEachCauseOnce({ alerts, connections }: Lived): void {
  for (const { name } of connections) {
    const own = alerts.filter(({ connection }) => connection === name);
    const causes = new Set(own.map(({ causeId }) => causeId));
    for (const cause of causes) {
      const told = own.filter(({ causeId }) => causeId === cause);
      // No record can tell of the end of what kept it from being made.
      const isOpenEnded = told[0]?.condition === 'commit-failed';
      const states = told.map(({ state }) => state);
      expect([name, told[0]?.condition, states]).toEqual([
        name,
        told[0]?.condition,
        isOpenEnded ? ['opened'] : ['opened', 'resolved'],
      ]);
    }
  }
}
