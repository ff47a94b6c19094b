/** How each resource was read from run to run, with the certificate of its last whole reading. Plain data. */
import type { ResourceEntry } from '../../../../schemas/manifest.ts';
import { isGap } from '../../../../schemas/outcome.ts';
import { isNothingThere } from '../../../evidence/records/whole.ts';
import type { Run } from '../../../verify/read-history.ts';
import { certificateOf } from '../../certificate.ts';
import { readingOf } from '../../changes/readings.ts';
import { type Standing, standingFrom } from '../standing.ts';
import { type RunName, runName, type Stretch, Stretches } from './period-runs.ts';

/** `absent`: the workspace has no such thing; `unknown`: the run knew no such resource. */
export type ReadState = ResourceEntry['outcome'] | 'absent' | 'unknown';

export interface ResourceHistory {
  readonly standing: Standing;
  readonly runs: readonly RunName[];
  /** What was not read whole in some run first. */
  readonly resources: readonly ResourceLine[];
}

export interface ResourceLine {
  readonly name: string;
  readonly stretches: readonly Stretch<ReadState>[];
  /** In how many runs. */
  readonly complete: number;
  readonly gaps: number;
  readonly requests: number;
  /** Why it was not read whole, each once: `denied (scope)`. */
  readonly why: readonly string[];
  /** The last whole reading in the period, in words; null: there is none. */
  readonly certificate: {
    readonly run: RunName;
    readonly records: number | null;
    readonly words: string;
  } | null;
}

interface Book {
  readonly stretches: Stretches<ReadState>;
  readonly why: Set<string>;
  readonly counts: { complete: number; gaps: number; requests: number };
  last: Run | undefined;
}

/** `runs`: of the period, oldest first. */
export function resourceHistory(runs: readonly Run[]): ResourceHistory {
  const books = new Map<string, Book>();
  for (const [place, run] of runs.entries())
    for (const entry of run.manifest.resources) {
      const book = books.get(entry.name) ?? newBook();
      books.set(entry.name, book);
      take(book, place, entry, run);
    }
  const resources = [...books].map(([name, book]) => lineOf(name, book, runs.length));
  const open = resources.filter(({ gaps }) => gaps > 0);
  const why = reasonsOf(open, runs.length);
  return {
    standing:
      runs.length === 0 ? { kind: 'unread', why: ['no run started in the period'] } : standingFrom(why),
    runs: runs.map(runName),
    resources: [...open, ...resources.filter(({ gaps }) => gaps === 0)],
  };
}

/** Each reason once, with the resources that it is about. */
function reasonsOf(open: readonly ResourceLine[], runs: number): readonly string[] {
  const about = new Map<string, string[]>();
  for (const { name, gaps, why } of open) {
    const reason = `not whole in ${gaps} of ${runs} runs, ${why.join(', ')}`;
    about.set(reason, [...(about.get(reason) ?? []), name]);
  }
  return [...about].map(([reason, names]) => `${reason}: ${names.join(', ')}`);
}

const newBook = (): Book => ({
  stretches: new Stretches('unknown'),
  why: new Set(),
  counts: { complete: 0, gaps: 0, requests: 0 },
  last: undefined,
});

function take(book: Book, place: number, entry: ResourceEntry, run: Run): void {
  const { stretches, why, counts } = book;
  const { outcome, reason, name, requests } = entry;
  stretches.take(place, isNothingThere(entry) ? 'absent' : outcome);
  counts.requests += requests;
  if (outcome === 'complete') counts.complete += 1;
  if (isGap(entry)) {
    counts.gaps += 1;
    why.add(`${outcome} (${reason})`);
  }
  if (readingOf(run, name) !== undefined) book.last = run;
}

function lineOf(name: string, { stretches, why, counts, last }: Book, runs: number): ResourceLine {
  const certificate = last === undefined ? undefined : certificateOf(last, name);
  return {
    name,
    stretches: stretches.upTo(runs),
    ...counts,
    why: [...why],
    certificate:
      last === undefined || certificate === undefined
        ? null
        : { run: runName(last), records: certificate.records, words: certificate.words },
  };
}
