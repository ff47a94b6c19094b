/** The runs of a period, and what stayed the same in how many of them. Pure. */
import type { History, Run } from '../../../verify/read-history.ts';
import { inOrderOfTime, startOf } from '../../changes/readings.ts';

/** ISO 8601 in UTC, both ends among it. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** How a run is named in a period. */
export interface RunName {
  readonly chain: number;
  readonly seq: number;
  readonly startedAt: string;
  /** That it answers; null: it was off the schedule. */
  readonly slot: string | null;
  /** `expired`: its files are gone. */
  readonly status: 'complete' | 'partial' | 'failed' | 'expired';
}

/** Runs in a row that say the same of something. */
export interface Stretch<State extends string = string> {
  readonly state: State;
  /** Places in the list of runs, both ends among them. */
  readonly first: number;
  readonly last: number;
}

/** Returns the runs that started in a period, oldest first, without those that are dated after now. */
export function runsWithin({ runs }: Pick<History, 'runs'>, { from, to }: Period): readonly Run[] {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  return inOrderOfTime(runs.filter((run) => !run.isAhead && startOf(run) >= fromMs && startOf(run) <= toMs));
}

export function runName({ manifest: { chain, run, status }, isExpired }: Run): RunName {
  return {
    chain: chain.number,
    seq: chain.seq,
    startedAt: run.startedAt,
    slot: run.slot,
    status: isExpired ? 'expired' : status,
  };
}

/** What one thing says from run to run, kept as stretches: a year of runs is a few of them. */
export class Stretches<State extends string> {
  readonly #stretches: { state: State; first: number; last: number }[] = [];
  readonly #absent: State;

  /** `absent`: what is said of runs that know no such thing. */
  constructor(absent: State) {
    this.#absent = absent;
  }

  /** Takes what the run at a place says, oldest first. */
  take(place: number, state: State): void {
    const next = (this.#stretches.at(-1)?.last ?? -1) + 1;
    if (next < place) this.#extend(next, place - 1, this.#absent);
    this.#extend(place, place, state);
  }

  /** Returns all of it, up to the last of so many runs. */
  upTo(runs: number): readonly Stretch<State>[] {
    const next = (this.#stretches.at(-1)?.last ?? -1) + 1;
    if (next < runs) this.#extend(next, runs - 1, this.#absent);
    return this.#stretches;
  }

  #extend(first: number, last: number, state: State): void {
    const before = this.#stretches.at(-1);
    if (before?.state === state && before.last + 1 === first) before.last = last;
    else this.#stretches.push({ state, first, last });
  }
}

/** In how many runs something was so. */
export const lengthOf = (stretches: readonly Stretch[], isMeant: (state: string) => boolean): number =>
  stretches.reduce((sum, { state, first, last }) => sum + (isMeant(state) ? last - first + 1 : 0), 0);
