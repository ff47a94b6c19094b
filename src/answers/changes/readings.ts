/** Which readings of a resource are compared with each other: each whole one with the whole one before it. Pure. */

import type { ArtifactEntry, ResourceEntry } from '../../../schemas/manifest.ts';
import type { ComparedPair } from '../../evidence/changes/pair.ts';
import { artifactPath } from '../../store/layout.ts';
import type { Run } from '../../verify/read-history.ts';
import { recordText } from '../record-text.ts';

/** One time that a resource was read whole. */
export interface Reading {
  readonly run: Run;
  readonly entry: ResourceEntry;
  /** Of its records. */
  readonly sha256: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** Two readings of a resource, and no whole one between them. */
export interface Pair {
  readonly resource: string;
  readonly before: Reading;
  readonly after: Reading;
}

/** Whether both sides are the same bytes, by what was signed. */
export const isEqual = ({ before, after }: Pair): boolean => before.sha256 === after.sha256;

/** What is asked about: everything between two runs, or a period. */
export interface Scope {
  readonly kind: 'runs' | 'period';
  readonly fromMs: number;
  readonly toMs: number;
}

/** What can be compared of one resource, and why the rest cannot. */
export interface Comparable {
  readonly resource: string;
  readonly pairs: readonly Pair[];
  /** Why it is not known of the whole scope; absent: it is, or it was left out on purpose. */
  readonly gap?: string;
  /** Why nothing of it was compared; absent: something was. */
  readonly leftOut?: string;
}

export const startOf = ({ manifest }: Run): number => Date.parse(manifest.run.startedAt);

/** Returns the runs in the order in which they started, whichever chain they are in. */
export const inOrderOfTime = (runs: readonly Run[]): readonly Run[] =>
  [...runs].sort((one, other) => startOf(one) - startOf(other));

/** Returns the digest of a resource's file; undefined where there is none. */
export function digestOf(
  { artifacts }: { readonly artifacts: readonly ArtifactEntry[] },
  resource: string,
): string | undefined {
  return artifacts.find(({ path }) => path === artifactPath(resource))?.sha256;
}

/** Returns the reading of a resource by a run; undefined unless all of it was read and is still there. */
export function readingOf(run: Run, resource: string): Reading | undefined {
  const entry = run.entry(resource);
  const sha256 = digestOf(run.manifest, resource);
  if (entry?.outcome !== 'complete' || sha256 === undefined || run.isExpired) return undefined;
  const { startedAt, endedAt } = run.manifest.run;
  return {
    run,
    entry,
    sha256,
    startMs: Date.parse(entry.startedAt ?? startedAt),
    endMs: Date.parse(entry.endedAt ?? endedAt),
  };
}

export const placeOf = ({ run }: Reading): number => run.manifest.chain.seq;

/** Returns what of two readings is compared. */
export const comparedOf = ({ resource, before, after }: Pair): ComparedPair => {
  const sideOf = ({ run, entry }: Reading) => ({
    keyId: run.manifest.fingerprint.keyId,
    schemaVersion: entry.schemaVersion,
    records: () => run.records(resource),
  });
  return { before: sideOf(before), after: sideOf(after) };
};

/**
 * Returns what can be compared of a resource. Of two runs: the second with the last whole reading up to the first. Of a
 * period: each whole reading with the one before, from the last one before the period to the first one after it.
 * `runs`: in the order of time.
 */
export function comparable(runs: readonly Run[], resource: string, scope: Scope): Comparable {
  const inScope = runs.filter((run) => startOf(run) >= scope.fromMs && startOf(run) <= scope.toMs);
  const last = inScope.at(-1) ?? runs.at(-1);
  if (inScope.every((run) => isLeftOut(run.entry(resource))))
    return { resource, pairs: [], leftOut: said(last, resource) };
  const readings = runs.flatMap((run) => readingOf(run, resource) ?? []);
  const { used, hasStart, hasEnd } = sidesOf(readings, scope);
  const pairs = used.flatMap((after, index) => {
    const before = used[index - 1];
    return before === undefined ? [] : [{ resource, before, after }];
  });
  const [first] = used;
  const problems = [
    ...(hasStart || first === undefined
      ? []
      : [`its first complete list is of ${timeOf(first)}, so what changed before is not known`]),
    ...(hasEnd ? [] : [ending(used.at(-1), last, resource)]),
  ];
  return {
    resource,
    pairs,
    ...(problems.length === 0 ? {} : { gap: problems.join(', ') }),
    ...(pairs.length > 0 ? {} : { leftOut: said(last, resource) }),
  };
}

interface Sides {
  readonly used: readonly Reading[];
  /** One of them is at or before the start of the scope, one at or after its end. */
  readonly hasStart: boolean;
  readonly hasEnd: boolean;
}

function sidesOf(readings: readonly Reading[], { kind, fromMs, toMs }: Scope): Sides {
  const first = readings.findLastIndex(({ run }) => startOf(run) <= fromMs);
  const last = readings.findIndex(({ run }) => startOf(run) >= toMs);
  const hasStart = first !== -1;
  if (kind === 'period')
    return {
      used: readings.slice(Math.max(first, 0), last === -1 ? undefined : last + 1),
      hasStart,
      hasEnd: last !== -1,
    };
  const after = readings.find(({ run }) => startOf(run) === toMs);
  const before = readings[first];
  const used = [before, after].filter((reading) => reading !== undefined);
  return { used, hasStart, hasEnd: after !== undefined };
}

const timeOf = ({ run }: Reading) => run.manifest.run.startedAt;

function ending(known: Reading | undefined, last: Run | undefined, resource: string): string {
  const isLast = last === undefined || readingOf(last, resource) !== undefined;
  const why = isLast ? '' : ` (${said(last, resource)})`;
  if (known === undefined) return `there is no complete list of it, so what changed is not known${why}`;
  return `its last complete list is of ${timeOf(known)}, so what changed since is not known${why}`;
}

/** Left out on purpose, or not known yet to the version that ran. */
const isLeftOut = (entry: ResourceEntry | undefined) =>
  entry === undefined || entry.outcome === 'not-collected';

function said(run: Run | undefined, resource: string): string {
  if (run === undefined) return 'no run';
  if (run.isExpired)
    return `${recordText(run.manifest.chain)}: its files are gone, since their retention has ended`;
  const entry = run.entry(resource);
  if (entry === undefined) return `${recordText(run.manifest.chain)} knew no such resource`;
  const { outcome, reason } = entry;
  return `${recordText(run.manifest.chain)}: ${reason === undefined ? outcome : `${outcome}, ${reason}`}`;
}
