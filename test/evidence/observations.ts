/** Observations in which nothing was seen but what a test says. */
import type { Observations } from '../../src/evidence/plausibility.ts';

/** Returns what was seen, with nothing in every place that is not named. */
export function observationsOf(said: Partial<Observations>): Observations {
  return {
    records: said.ids?.length ?? 0,
    ids: [],
    owners: 0,
    referenced: new Map(),
    announced: new Map(),
    perParent: new Map(),
    tallies: new Map(),
    misplaced: 0,
    foreign: new Map(),
    createdAtMs: [],
    ...said,
  };
}
