/** What a new run takes from earlier records. */
import type { Predicate } from '../../schemas/chain.ts';
import type { ResourceEntry } from '../../schemas/manifest.ts';
import { type Records, readBackwards, readBefore, type SignedBy } from '../commit/history.ts';
import { readLastComplete } from '../commit/last-complete.ts';
import type { Baseline } from '../evidence/plausibility.ts';
import type { ChainRecord } from '../seal/record.ts';
import type { RunDeps } from './deps.ts';

/** How many runs that read something are asked, newest first, for what nearly always stands in the last record. */
const MOST_READ = 400;
/** After so many in a row that read nothing, the search goes on at the last complete record. */
const MOST_FAILED_IN_A_ROW = 20;

export type Archive = Pick<RunDeps, 'store' | 'connection' | 'signer' | 'previousKeys'>;

/** Returns the last complete record, if there is one, no matter who signed it: what is missing since then is told. */
export async function lastComplete(deps: Archive, history: Records): Promise<Predicate | undefined> {
  return (await readLastComplete(deps, history.lastOfAnyKey, 'anybody'))?.statement.predicate;
}

/**
 * Returns the number of records of each resource the last time that it counts, back to the last complete
 * snapshot. A resource that was whole in a partial snapshot was whole; what was tried out counts for nothing.
 */
export async function readBaseline(
  deps: Archive,
  history: Records,
  counts: (entry: ResourceEntry) => boolean,
): Promise<Baseline> {
  const baseline = new Map<string, number>();
  await findInRecords(
    deps,
    history,
    ({ run, resources, status }) => {
      for (const entry of run.slot === null ? [] : resources) {
        if (entry.records !== null && counts(entry) && !baseline.has(entry.name))
          baseline.set(entry.name, entry.records);
      }
      return status === 'complete' ? true : undefined;
    },
    'anybody',
  );
  return baseline;
}

/** Returns up to when each resource that is read by time has been read whole. Every record carries it on. */
export function wholeTo(history: Records): (resource: string) => string | undefined {
  const entries = history.last?.statement.predicate.resources;
  return (resource) => entries?.find(({ name }) => name === resource)?.window?.wholeTo;
}

/**
 * Returns the workspace that this connection's evidence has been of so far, also by records of an earlier key.
 * Compare it with `isSameWorkspace`.
 */
export async function recordedWorkspace(
  deps: Archive & Pick<RunDeps, 'fingerprints'>,
  history: Records,
): Promise<string | undefined> {
  const pick = ({ workspace, conditions }: Predicate) => {
    const isForeign = conditions.some(({ condition }) => condition === 'wrong-workspace');
    const isComparable = workspace?.id.startsWith(FINGERPRINT) !== true || isOurs(workspace.id);
    return workspace === null || isForeign || !isComparable ? undefined : workspace.id;
  };
  // A fingerprint under another key can be compared with nothing: the records before are asked.
  const isOurs = (id: string) => id.startsWith(`${FINGERPRINT}${deps.fingerprints.keyId}:`);
  return findInRecords(deps, history, pick, 'anybody');
}

/** Early records may name a workspace by a fingerprint of its id. */
const FINGERPRINT = 'hmac-sha256:';

/** Whether the known workspace, or the one that the configuration names, is the one with this id. */
export function isSameWorkspace(
  known: string,
  id: string,
  { fingerprints }: Pick<RunDeps, 'fingerprints'>,
): boolean {
  return known === id || WITHHELD_UNDER.some((context) => known === fingerprints.of(context, id));
}

/** What a workspace's id may once have been taken for: someone's secret, or an end user. */
const WITHHELD_UNDER = ['segment/setting', 'subject'] as const;

/** Returns the record that already answers this slot, if one does. `--force` asks for none. */
export async function findSettled(
  deps: Archive,
  history: Records,
  slot: string | null,
): Promise<ChainRecord | undefined> {
  const record = slot === null ? undefined : await findOfSlot(deps, history, slot);
  return record?.statement.predicate.status === 'complete' ? record : undefined;
}

/** Returns the latest record of a slot, whatever its status. */
export async function findOfSlot(
  deps: Archive,
  history: Records,
  slot: string,
): Promise<ChainRecord | undefined> {
  for await (const record of readOfSlot(deps, history, slot)) return record;
  return undefined;
}

/** Yields the records of a slot, newest first. None is older than the slot, which bounds the search. */
export async function* readOfSlot(
  deps: Archive,
  history: Records,
  slot: string,
): AsyncGenerator<ChainRecord> {
  for await (const record of readBackwards(deps, history.last)) {
    const { run, chain } = record.statement.predicate;
    if (run.slot !== null && Date.parse(run.slot) === Date.parse(slot)) yield record;
    if (Date.parse(chain.recordedAt) < Date.parse(slot)) return;
  }
}

/** Returns what the newest record has of it that has it, however many runs have failed since. */
export async function findInRecords<T>(
  deps: Archive,
  history: Records,
  pick: (predicate: Predicate) => T | undefined,
  signedBy: SignedBy = 'us',
): Promise<T | undefined> {
  for await (const record of readEarlier(deps, history, signedBy)) {
    const found = pick(record.statement.predicate);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Yields earlier records, newest first. Left out is only what lies between a long row of failed runs, or very many
 * others, and the last complete record: that one always comes. Where there is none, every failed run is passed over.
 */
async function* readEarlier(
  deps: Archive,
  history: Records,
  signedBy: SignedBy,
): AsyncGenerator<ChainRecord> {
  let [read, failed, hasComplete] = [0, 0, true];
  let record = signedBy === 'us' ? history.last : history.lastOfAnyKey;
  while (record !== undefined) {
    yield record;
    const isFailed = record.statement.predicate.status === 'failed';
    failed = isFailed ? failed + 1 : 0;
    read += isFailed ? 0 : 1;
    const isFarEnough = read >= MOST_READ || failed >= MOST_FAILED_IN_A_ROW;
    let next = await readBefore(deps, record, signedBy);
    if (isFarEnough && hasComplete) {
      const complete = await readLastComplete(deps, next, signedBy);
      hasComplete = complete !== undefined;
      next = complete ?? next;
    }
    if (read > MOST_READ || (read === MOST_READ && !hasComplete)) return;
    record = next;
  }
}
