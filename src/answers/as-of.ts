/** Which run says how something was at an instant. A day on which nothing was read is never filled in silently. */

import { isWhole } from '../evidence/records/whole.ts';
import type { History, Run } from '../verify/read-history.ts';
import { certificateOf, isReadable } from './certificate.ts';
import { recordText } from './record-text.ts';

export interface AsOf {
  /** The newest that can be read, at or before the instant; of that day one that is whole, where there is one. */
  readonly run: Run;
  /** The next one that can be read, where `run` is not of that day. */
  readonly later?: Run;
  /** What must be said of the choice, a sentence each without its full stop; empty: the day is covered. */
  readonly gaps: readonly string[];
  /** No gap, but to be known: what runs between it and the instant could not read. */
  readonly notes: readonly string[];
}

export interface AsOfRequest {
  /** What is asked for; it must be readable. */
  readonly resource: string;
  /** What the answer rests on besides: of two runs of a day, the one that has all of it whole is taken. */
  readonly besides?: readonly string[];
  /** ISO 8601 in UTC; default: when the newest run started. */
  readonly instant?: string | undefined;
}

const dayOf = (instant: string) => instant.slice(0, 10);

/** Returns the run that answers for an instant. Undefined where nothing at or before it can be read. */
export function runAsOf({ runs }: Pick<History, 'runs'>, request: AsOfRequest): AsOf | undefined {
  const { resource, besides = [] } = request;
  const ordered = [...runs].sort((one, other) => timeOf(one) - timeOf(other));
  const newest = newestOf(ordered);
  const at = request.instant ?? newest?.manifest.run.startedAt;
  if (at === undefined) return undefined;
  const ahead = request.instant === undefined ? aheadGaps(runs) : [];
  const before = ordered.filter((run) => timeOf(run) <= Date.parse(at));
  const ofDay = before.filter((run) => dayOf(startOf(run)) === dayOf(at));
  const hasIt = (run: Run) => isReadable(run, resource);
  const has = (run: Run, name: string) => isWhole(certificateOf(run, name));
  const chosen =
    ofDay.findLast((run) => hasIt(run) && [resource, ...besides].every((name) => has(run, name))) ??
    ofDay.findLast((run) => hasIt(run) && has(run, resource)) ??
    ofDay.findLast(hasIt) ??
    before.findLast(hasIt);
  if (chosen === undefined) return undefined;
  if (ofDay.includes(chosen)) {
    const newer = ofDay.slice(ofDay.indexOf(chosen) + 1);
    return { run: chosen, gaps: ahead, notes: notesOf(newer, [resource, ...besides]) };
  }
  const later = ordered.find((run) => timeOf(run) > Date.parse(at) && hasIt(run));
  const gap = gapOf({ at, failed: ofDay.at(-1), chosen, later }, resource);
  return { run: chosen, ...(later === undefined ? {} : { later }), gaps: [gap, ...ahead], notes: [] };
}

/** Returns the newest run at or before an instant, whatever it read. Undefined where there is none. */
export function anyRunAsOf({ runs }: Pick<History, 'runs'>, instant: string | undefined): AsOf | undefined {
  const ordered = [...runs].sort((one, other) => timeOf(one) - timeOf(other));
  if (instant === undefined) {
    const newest = newestOf(ordered);
    return newest === undefined ? undefined : { run: newest, gaps: aheadGaps(runs), notes: [] };
  }
  const chosen = ordered.findLast((run) => timeOf(run) <= Date.parse(instant));
  if (chosen === undefined) return undefined;
  if (dayOf(startOf(chosen)) === dayOf(instant)) return { run: chosen, gaps: [], notes: [] };
  const later = ordered.find((run) => timeOf(run) > Date.parse(instant));
  return { run: chosen, gaps: [gapOf({ at: instant, failed: undefined, chosen, later }, '')], notes: [] };
}

/** One that is dated after now says nothing of when it was read; where there is no other, it is all there is. */
const newestOf = (ordered: readonly Run[]) => ordered.findLast(({ isAhead }) => !isAhead) ?? ordered.at(-1);

/**
 * Returns what must be said where the newest is not known, a sentence each without its full stop: what was sealed after the
 * newest that counts, in the order of the chains, may be what is true now.
 */
export function aheadGaps(runs: readonly Run[]): readonly string[] {
  const counted = runs.findLastIndex(({ isAhead }) => !isAhead);
  return runs
    .slice(counted + 1)
    .map(
      (run) =>
        `${recordText(run.manifest.chain)} is dated ${startOf(run)}, after now: a clock is or was wrong, so what is newest is not known`,
    );
}

const startOf = ({ manifest }: Run) => manifest.run.startedAt;
const timeOf = (run: Run) => Date.parse(startOf(run));

interface Neighbours {
  readonly at: string;
  /** The last one of that day, which does not have it. */
  readonly failed: Run | undefined;
  readonly chosen: Run;
  readonly later: Run | undefined;
}

function gapOf({ at, failed, chosen, later }: Neighbours, resource: string): string {
  const why =
    failed === undefined
      ? `there is no snapshot of ${dayOf(at)}`
      : `no snapshot of ${dayOf(at)} has it: ${recordText(failed.manifest.chain)} says ${saidBy(failed, resource)}`;
  const next = later === undefined ? 'there is none after it' : `the one after is of ${startOf(later)}`;
  return `${why}; this is of ${startOf(chosen)}, the newest before; ${next}`;
}

/** Runs that came after the one that answers, the same day, and could not read all of it. */
function notesOf(newer: readonly Run[], resources: readonly string[]): readonly string[] {
  return newer.flatMap((run) => {
    const unread = resources.filter((name) => run.isExpired || !isWhole(certificateOf(run, name)));
    if (unread.length === 0) return [];
    const said = unread.map((name) => `${name} ${saidBy(run, name)}`).join(', ');
    return [
      `a newer run, ${recordText(run.manifest.chain)} of ${startOf(run)}, could not read it whole: ${said}`,
    ];
  });
}

function saidBy(run: Run, resource: string): string {
  if (run.isExpired) return 'that its files are gone, since their retention has ended';
  const { outcome, reason } = certificateOf(run, resource);
  return reason === undefined ? outcome : `${outcome} (${reason})`;
}
