/** Requests of people to be deleted or suppressed: how many are in which state, and how old. Plain data. */
import type { Run } from '../../verify/read-history.ts';
import { certificateOf } from '../certificate.ts';
import type { PopulationFacts } from './population-facts.ts';
import { type AgeBin, toBins } from './source-facts.ts';
import { cellOf, tallied } from './table-facts.ts';

export interface RequestFacts {
  /** By state, as `population regulations` has it. */
  readonly states: readonly { readonly name: string; readonly count: number }[];
  /** Of those that are not done. */
  readonly openDays: readonly AgeBin[];
  readonly doneDays: readonly AgeBin[];
  /** Whole days that half of those that are done took at most; null: none is done. */
  readonly medianDays: number | null;
  /** How many subjects are suppressed; null: nobody can say. */
  readonly suppressed: number | null;
}

/** The last two begin where a limit ends: 21, 30 and 45 days. */
const DAYS = [0, 8, 15, 22, 31, 46];

export function requestFacts(run: Run, requests: PopulationFacts): RequestFacts {
  const rows = requests.rows.map((row) => ({
    state: String(cellOf(requests, row, 'state')),
    days: cellOf(requests, row, 'days'),
  }));
  const daysOf = (isMeant: (state: string) => boolean) =>
    rows.flatMap(({ state, days }) => (isMeant(state) && typeof days === 'number' ? [days] : []));
  const done = daysOf((state) => state === 'done').sort((one, other) => one - other);
  return {
    states: tallied(requests, 'state').map(({ value, count }) => ({ name: String(value), count })),
    openDays: toBins(
      daysOf((state) => state !== 'done'),
      DAYS,
    ),
    doneDays: toBins(done, DAYS),
    medianDays: done[Math.ceil(done.length / 2) - 1] ?? null,
    suppressed: certificateOf(run, 'suppressions').records,
  };
}
