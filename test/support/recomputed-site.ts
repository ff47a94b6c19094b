/** The numbers of a site anew, from the files of the store as they lie there: nothing of ours reads them. */

import { recomputed } from './recomputed.ts';
import { type RawPeriod, rawPeriod, recomputedPeriod } from './recomputed-period.ts';
import { stateOf } from './snapshot-counts.ts';
import { type Files, filesOf } from './snapshot-files.ts';

const HOUR_MS = 60 * 60 * 1000;

/** A connection of the store, from its first slot on. */
export class RawConnection {
  readonly raw: RawPeriod;
  readonly #to: string;

  constructor(store: string, connection: string, period: { readonly from: string; readonly to: string }) {
    this.raw = rawPeriod(store, period, { connection });
    this.#to = period.to;
  }

  /** As the site names them: a number that stands in a row of the fleet, or on the page of the connection. */
  number(path: string): number | null | undefined {
    const newest = this.raw.records.at(-1);
    if (newest === undefined) return undefined;
    const [, condition] = /^newest\.conditions\.(\w+)$/.exec(path) ?? [];
    const [, state] = /^newest\.counts\.(\w+)$/.exec(path) ?? [];
    const [, place, what] = /^people\.(\d+)\.(\w+)$/.exec(path) ?? [];
    if (path === 'newest.ageHours')
      return Math.floor((Date.parse(this.#to) - Date.parse(newest.run.startedAt)) / HOUR_MS);
    if (path === 'newest.run.failingChecks') return recomputed(this.#files(newest), 'run.failingChecks');
    if (condition !== undefined) return this.#conditions(condition);
    if (state !== undefined) return recomputed(this.#files(newest), `checks.counts.${state}`);
    if (what !== undefined) return peopleIn(this.filesOfRun(Number(place)), what);
    if (path.startsWith('counts.')) return recomputedPeriod(this.raw, `calendar.${path}`);
    return recomputedPeriod(this.raw, path);
  }

  filesOfRun(place: number): Files {
    const record = this.raw.runs[place];
    if (record === undefined) throw new Error(`expected a run ${place}, got none`);
    return this.#files(record);
  }

  #files(record: RawPeriod['records'][number]): Files {
    return filesOf(this.raw.folderOf(record));
  }

  #conditions(severity: string): number {
    const { conditions } = this.#files(this.raw.records.at(-1) as never).manifest;
    return conditions.filter(
      (each) => each.condition !== 'check-failed' && (each as { severity?: string }).severity === severity,
    ).length;
  }
}

/** Of a snapshot; null: the list of users was not read. */
export function peopleIn(files: Files, what: string): number | null {
  const path = what === 'members' ? 'populations.users.total' : 'populations.users.counts.0.count';
  return recomputed(files, path) ?? null;
}

/** How many checks say what in a snapshot; of a severity: how many fail that nobody has accepted. */
export function checksIn(files: Files): { of(state: string): number; open(severity: string): number } {
  const results = files.results ?? [];
  return {
    of: (state) => results.filter((each) => stateOf(each) === state).length,
    open: (severity) =>
      results.filter((each) => stateOf(each) === 'fail' && each['severity'] === severity).length,
  };
}
