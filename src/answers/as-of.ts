/** Which run says how something was at an instant. A day on which nothing was read is never filled in silently. */
import type { History, Run } from '../verify/read-history.ts';
import { certificateOf, isReadable, isWhole } from './certificate.ts';

export interface AsOf {
  /** The newest that can be read, at or before the instant; of that day one that is whole, where there is one. */
  readonly run: Run;
  /** The next one that can be read, where `run` is not of that day. */
  readonly later?: Run;
  /** What must be said of the choice, a sentence each without its full stop; empty: the day is covered. */
  readonly gaps: readonly string[];
}

const dayOf = (instant: string) => instant.slice(0, 10);

/**
 * Returns the run that answers for an instant; without one, for the newest run there is. Undefined where nothing at or
 * before it can be read. `instant`: ISO 8601 in UTC.
 */
export function runAsOf(
  { runs }: Pick<History, 'runs'>,
  resource: string,
  instant?: string,
): AsOf | undefined {
  const ordered = [...runs].sort((one, other) => timeOf(one) - timeOf(other));
  const at = instant ?? ordered.at(-1)?.manifest.run.startedAt;
  if (at === undefined) return undefined;
  const before = ordered.filter((run) => timeOf(run) <= Date.parse(at));
  const ofDay = before.filter((run) => dayOf(startOf(run)) === dayOf(at));
  const chosen =
    ofDay.findLast((run) => isReadable(run, resource) && isWhole(certificateOf(run, resource))) ??
    ofDay.findLast((run) => isReadable(run, resource)) ??
    before.findLast((run) => isReadable(run, resource));
  if (chosen === undefined) return undefined;
  if (ofDay.includes(chosen)) return { run: chosen, gaps: [] };
  const later = ordered.find((run) => timeOf(run) > Date.parse(at) && isReadable(run, resource));
  const failed = ofDay.at(-1);
  const why =
    failed === undefined
      ? `there is no snapshot of ${dayOf(at)}`
      : `no snapshot of ${dayOf(at)} has it: record ${failed.manifest.chain.seq} says ${saidBy(failed, resource)}`;
  const next = later === undefined ? 'there is none after it' : `the one after is of ${startOf(later)}`;
  const gap = `${why}; this is of ${startOf(chosen)}, the newest before; ${next}`;
  return { run: chosen, ...(later === undefined ? {} : { later }), gaps: [gap] };
}

const startOf = ({ manifest }: Run) => manifest.run.startedAt;
const timeOf = (run: Run) => Date.parse(startOf(run));

function saidBy(run: Run, resource: string): string {
  if (run.isExpired) return 'that its files are gone, since their retention has ended';
  const { outcome, reason } = certificateOf(run, resource);
  return reason === undefined ? outcome : `${outcome} (${reason})`;
}
