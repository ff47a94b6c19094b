/** What a new run takes from earlier records. */
import type { Predicate } from '../../schemas/chain.ts';
import type { ResourceEntry } from '../../schemas/manifest.ts';
import { type History, readBackwards } from '../commit/history.ts';
import type { Baseline } from '../evidence/plausibility.ts';
import type { ChainRecord } from '../seal/record.ts';
import type { RunDeps } from './deps.ts';

/** How far back something is searched for that nearly always is in the last record. */
const MOST_RECORDS_BACK = 400;

export type Archive = Pick<RunDeps, 'store' | 'connection' | 'signer'>;

/** Returns the last complete record, if there is one, no matter who signed it: what is missing since then is told. */
export function lastComplete(deps: Archive, history: History): Promise<Predicate | undefined> {
  const pick = (record: Predicate) => (record.status === 'complete' ? record : undefined);
  return findInRecords(deps, history, pick, 'anybody');
}

/**
 * Returns the number of records of each resource the last time that it counts, back to the last complete
 * snapshot. A resource that was whole in a partial snapshot was whole; what was tried out counts for nothing.
 */
export async function readBaseline(
  deps: Archive,
  history: History,
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
export function wholeTo(history: History): (resource: string) => string | undefined {
  const entries = history.last?.statement.predicate.resources;
  return (resource) => entries?.find(({ name }) => name === resource)?.window?.wholeTo;
}

/**
 * Returns the workspace that this connection's evidence has been of so far, also by records of an earlier key.
 * Compare it with `isSameWorkspace`.
 */
export async function recordedWorkspace(
  deps: Archive & Pick<RunDeps, 'fingerprints'>,
  history: History,
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
  history: History,
  slot: string | null,
): Promise<ChainRecord | undefined> {
  const record = slot === null ? undefined : await findOfSlot(deps, history, slot);
  return record?.statement.predicate.status === 'complete' ? record : undefined;
}

/** Returns the latest record of a slot, whatever its status. */
export async function findOfSlot(
  deps: Archive,
  history: History,
  slot: string,
): Promise<ChainRecord | undefined> {
  for await (const record of readOfSlot(deps, history, slot)) return record;
  return undefined;
}

/** Yields the records of a slot, newest first. None is older than the slot, which bounds the search. */
export async function* readOfSlot(
  deps: Archive,
  history: History,
  slot: string,
): AsyncGenerator<ChainRecord> {
  for await (const record of readBackwards(deps, history.last)) {
    const { run, chain } = record.statement.predicate;
    if (run.slot !== null && Date.parse(run.slot) === Date.parse(slot)) yield record;
    if (Date.parse(chain.recordedAt) < Date.parse(slot)) return;
  }
}

/** Returns what the newest record has of it, looking back for as long as is sensible. */
export async function findInRecords<T>(
  deps: Archive,
  history: History,
  pick: (predicate: Predicate) => T | undefined,
  signedBy: 'us' | 'anybody' = 'us',
): Promise<T | undefined> {
  let looked = 0;
  const from = signedBy === 'us' ? history.last : history.lastOfAnyKey;
  for await (const record of readBackwards(deps, from, signedBy)) {
    const found = pick(record.statement.predicate);
    looked += 1;
    if (found !== undefined || looked >= MOST_RECORDS_BACK) return found;
  }
  return undefined;
}
