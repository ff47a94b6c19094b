/** The period that a question is about. */
import { inOrderOfTime, type Scope, startOf } from '../../answers/changes/readings.ts';
import { UsageError } from '../../errors.ts';
import type { History } from '../../verify/read-history.ts';
import type { Evidence } from '../evidence.ts';

export interface Period {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/**
 * Returns the period that is named; where none is, from a run to the last one. `first`: which run that is, from the end
 * where it is negative.
 * @throws UsageError
 */
export function scopeOf(
  { toPast }: Pick<Evidence, 'toPast'>,
  { runs: all }: History,
  { from, to }: Period,
  first: number,
): Scope {
  const runs = inOrderOfTime(all.filter(({ isAhead }) => !isAhead));
  const startAt = (index: number) => {
    const run = runs.at(index);
    return run === undefined ? 0 : startOf(run);
  };
  const isPeriod = from !== undefined || to !== undefined;
  const fromMs =
    from === undefined ? startAt(isPeriod ? 0 : first) : Date.parse(toPast('from', from, 'start'));
  const toMs = to === undefined ? startAt(-1) : Date.parse(toPast('to', to, 'end'));
  if (fromMs > toMs) {
    throw new UsageError({
      message: `choose period: expected an end after the start, got ${from} and ${to ?? 'the last run'}`,
      hint: 'Give the earlier day as from.',
    });
  }
  return { kind: isPeriod ? 'period' : 'runs', fromMs, toMs };
}
