/** The records that `status` speaks of: those of the last days, told apart by whether their date can be. */
import type { Predicate } from '../../schemas/chain.ts';
import type { Archive } from '../commit/archive.ts';
import { type Records, readBackwards } from '../commit/history.ts';
import { isAhead } from '../schedule/expected.ts';

/** How far back runs are counted. */
export const WINDOW_DAYS = 90;
const DAY_MS = 24 * 60 * 60 * 1000;

export interface RecentRecords {
  /** Those of this connection's workspace, newest first, like all of them here. */
  readonly ours: readonly Predicate[];
  /** Those of another workspace: they count for nothing. */
  readonly foreign: readonly Predicate[];
  /** Of ours those that began within the window, by a date that has come. */
  readonly counted: readonly Predicate[];
  /** Those that are dated after now. */
  readonly ahead: readonly Predicate[];
  /** From when slots can be counted: the window's start where there are older records, otherwise the first run. */
  readonly from: Date | undefined;
}

/** Returns the records of the last 90 days. */
export async function readRecent(
  archive: Archive,
  history: Records,
  { now, workspacePin }: { readonly now: Date; readonly workspacePin: string | undefined },
): Promise<RecentRecords> {
  const windowMs = now.getTime() - WINDOW_DAYS * DAY_MS;
  const all: Predicate[] = [];
  let hasOlder = false;
  for await (const { statement } of readBackwards(archive, history.last)) {
    // Not by the start: of a run whose clock was behind it would end the search too soon.
    if (Date.parse(statement.predicate.chain.recordedAt) < windowMs) {
      hasOlder = true;
      break;
    }
    all.push(statement.predicate);
  }
  const ahead = all.filter(({ run }) => isAhead(run, now));
  const foreign = all.filter((record) => isForeign(record, workspacePin));
  const ours = all.filter((record) => !foreign.includes(record));
  const counted = ours.filter((record) => !ahead.includes(record) && startMs(record) >= windowMs);
  // The oldest by its place in the chain, which no clock can change.
  const first = counted.at(-1);
  const fromMs = hasOlder || first === undefined ? windowMs : startMs(first);
  const isKnown = hasOlder || all.length > ahead.length;
  return { ours, foreign, counted, ahead, from: isKnown ? new Date(fromMs) : undefined };
}

/** Early records may name a workspace by a fingerprint of its id, which can be compared with nothing here. */
const FINGERPRINT = 'hmac-sha256:';

/** Whether a run read another workspace than this connection's: as it found itself, or as the configuration says. */
export function isForeign(
  { workspace, conditions }: Pick<Predicate, 'workspace' | 'conditions'>,
  workspacePin: string | undefined,
): boolean {
  if (workspace === null) return false;
  if (conditions.some(({ condition }) => condition === 'wrong-workspace')) return true;
  return workspacePin !== undefined && workspace.id !== workspacePin && !workspace.id.startsWith(FINGERPRINT);
}

/** Returns, by resource, when the last run began that read it whole. */
export function lastGoodOf(records: readonly Predicate[]): Readonly<Record<string, string>> {
  const lastGood: Record<string, string> = {};
  for (const { resources, run } of records) {
    for (const { name, outcome } of resources) {
      if (outcome === 'complete') lastGood[name] ??= run.startedAt;
    }
  }
  return lastGood;
}

const startMs = ({ run }: Predicate) => Date.parse(run.startedAt);
