/** What checks may know of the runs before: of each what was signed, and its records. */
import type { StoredRecord } from '../../schemas/lines.ts';
import type { Manifest, ResourceEntry } from '../../schemas/manifest.ts';
import { isNothingThere } from '../evidence/records/whole.ts';
import type { EarlierReading } from './checked-run.ts';

export interface EarlierRun {
  readonly run: Pick<Manifest['run'], 'startedAt' | 'slot'>;
  readonly status: Manifest['status'];
  readonly seq: number;
  /** No record was before it. */
  readonly isFirst: boolean;
  /** Of the key that its fingerprints are under. */
  readonly keyId: string;
  entry(resource: string): ResourceEntry | undefined;
  /** Of the file of a resource; undefined where it has none. */
  sha256Of(resource: string): string | undefined;
  /** Whether that file is still there as it was signed. Reads all of it. */
  isAsSigned(resource: string): Promise<boolean>;
  /** Of a file that is as it was signed. */
  records(resource: string): AsyncIterable<StoredRecord>;
}

/** At most so many records are looked back, and none before the newest complete one. */
const MOST_LOOKED_BACK = 50;

/** Whether a run counts as one to compare with: what was tried out does not. */
const isComparable = ({ run }: EarlierRun): boolean => run.slot !== null;

/** The newest whole reading of a resource before a run, or why there is none. */
export type FoundReading =
  | { readonly kind: 'found'; readonly in: EarlierRun; readonly entry: ResourceEntry }
  /** No run before has read it whole. */
  | { readonly kind: 'never' }
  /** It may have been read whole by a run that is not looked at any more. */
  | { readonly kind: 'too-far' };

/**
 * Earlier runs, read when they are first needed, and once. How far back is the same when a run is judged, and when it is
 * judged again.
 */
export class EarlierRuns {
  readonly #source: AsyncIterable<EarlierRun>;
  #looked: Promise<LookedBack> | undefined;

  /** `source`: newest first. */
  constructor(source: AsyncIterable<EarlierRun>) {
    this.#source = source;
  }

  async find(resource: string): Promise<FoundReading> {
    const { runs, end } = await this.#read();
    for (const each of runs) {
      const entry = each.entry(resource);
      if (entry?.outcome === 'complete' && isComparable(each)) return { kind: 'found', in: each, entry };
    }
    if (end === 'first') return { kind: 'never' };
    return end === 'complete' && wasNotThere(runs.at(-1)?.entry(resource))
      ? { kind: 'never' }
      : { kind: 'too-far' };
  }

  /** Returns a run and all later ones, newest first. */
  async since(run: EarlierRun): Promise<readonly EarlierRun[]> {
    const { runs } = await this.#read();
    return runs.slice(0, runs.indexOf(run) + 1);
  }

  /** Returns the newest run that had started by an instant; undefined where none of those that are looked at had. */
  async newestBy(at: string): Promise<EarlierRun | undefined> {
    const { runs } = await this.#read();
    return runs.find(({ run }) => run.startedAt <= at);
  }

  #read(): Promise<LookedBack> {
    this.#looked ??= lookBack(this.#source);
    return this.#looked;
  }
}

interface LookedBack {
  readonly runs: readonly EarlierRun[];
  /** Where looking ended: at the first run of all, at the newest complete one, because it was enough, or could not go on. */
  readonly end: 'first' | 'complete' | 'enough' | 'unreadable';
}

async function lookBack(source: AsyncIterable<EarlierRun>): Promise<LookedBack> {
  const runs: EarlierRun[] = [];
  for await (const each of source) {
    runs.push(each);
    if (each.status === 'complete') return { runs, end: 'complete' };
    if (runs.length === MOST_LOOKED_BACK) return { runs, end: 'enough' };
  }
  return { runs, end: (runs.at(-1)?.isFirst ?? true) ? 'first' : 'unreadable' };
}

/** What a workspace did not have, or a version did not know, no run can have read before. What was left out, one may. */
const wasNotThere = (entry: ResourceEntry | undefined): boolean =>
  entry === undefined || isNothingThere(entry);

/**
 * Returns the newest whole reading of a resource; undefined where there is none, or its file is not as it was signed.
 * `sha256`: of the file of now.
 */
export async function readingBefore(
  earlier: EarlierRuns,
  resource: string,
  sha256: string | undefined,
): Promise<EarlierReading | undefined> {
  const found = await earlier.find(resource);
  if (found.kind !== 'found') return undefined;
  const signed = found.in.sha256Of(resource);
  if (signed === undefined) return undefined;
  const isUnchanged = signed === sha256;
  // Equal bytes need not be read: nothing in them differs.
  if (!isUnchanged && !(await found.in.isAsSigned(resource))) return undefined;
  return {
    at: found.in.run.startedAt,
    seq: found.in.seq,
    entry: found.entry,
    isUnchanged,
    records: () => found.in.records(resource),
  };
}
