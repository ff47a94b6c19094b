/**
 * What a check counts: its population, the exceptions in it, and since when it has seen something. Holds the first
 * exceptions of each level only, however many there are.
 */
import type { CheckException, CheckResult, Sightings } from '../../schemas/check-results.ts';
import { SeenThings, type SightingsStart } from './sightings.ts';
import { bySubject } from './subject.ts';

/** So many of each level are listed. All are counted. */
export const MOST_LISTED = 500;

export interface Tally {
  /** One more, or so many more, of the population was looked at. */
  saw(count?: number): void;
  /** It is not as it should be. `detail`: one sentence. */
  fail(subject: string, detail: string): void;
  /** It may be as it should be; somebody should look. */
  warn(subject: string, detail: string): void;
  /** Nobody can tell of this one. */
  unknown(subject: string, detail: string): void;
  /** Says what must be known with the answer, such as what it does not cover. Holds no personal data. */
  note(reason: string): void;
  /**
   * Returns since when this check has seen something: now, if it never has. `isLowerBound`: it was there when the check
   * first looked, or is one of more than are kept, so it may be older.
   */
  since(subject: string): { readonly at: string; readonly isLowerBound: boolean };
  /** What this check kept in the runs before, with its instant. */
  readonly kept: ReadonlyMap<string, string>;
  /**
   * Keeps an instant under a name for the runs to come, such as when something happened that nobody has looked at yet: an
   * event is read once. What a run that read all keeps no more is forgotten.
   */
  keep(name: string, at: string): void;
}

type Level = CheckException['level'];

/** The end of a tally. */
export interface Counted {
  readonly populationSize: number;
  /** Failing first, then by subject. */
  readonly exceptions: readonly CheckException[];
  readonly totals: CheckResult['exceptionTotals'];
  readonly notes: readonly string[];
  /** Undefined where the check asks for none. */
  readonly sightings: Sightings | undefined;
}

const LEVELS: readonly Level[] = ['fail', 'warn', 'unknown'];

/** Returns a tally, and how to end it. */
export function startTally(start: SightingsStart): { tally: Tally; end(): Counted } {
  const listed: Record<Level, CheckException[]> = { fail: [], warn: [], unknown: [] };
  const totals = { fail: 0, warn: 0, unknown: 0 };
  const notes: string[] = [];
  const things = new SeenThings(start);
  let populationSize = 0;
  const add = (level: Level) => (subject: string, detail: string) => {
    totals[level] += 1;
    if (listed[level].length < MOST_LISTED) listed[level].push({ subject, detail, level });
  };
  const tally: Tally = {
    saw: (count = 1) => {
      populationSize += count;
    },
    fail: add('fail'),
    warn: add('warn'),
    unknown: add('unknown'),
    note: (reason) => {
      if (!notes.includes(reason)) notes.push(reason);
    },
    since: (subject) => things.since(subject),
    kept: things.earlier,
    keep: (name, instant) => things.keep(name, instant),
  };
  const end = (): Counted => ({
    populationSize,
    exceptions: LEVELS.flatMap((level) => [...listed[level]].sort(bySubject)),
    totals,
    notes: [...notes, ...things.notes],
    sightings: things.end(),
  });
  return { tally, end };
}
