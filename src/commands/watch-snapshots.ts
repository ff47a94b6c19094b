/**
 * Looks again at snapshots that were sealed before, a few each time: the newest record, the newest complete one, one of
 * all the others in turn, and those that an alert is open about. `verify` checks everything.
 */
import type { Trouble } from '../alerts/trouble.ts';
import { type Archive, isOurs, readRecord } from '../commit/archive.ts';
import { type Records, readBackwards } from '../commit/history.ts';
import { readLastComplete } from '../commit/last-complete.ts';
import { EXIT } from '../errors.ts';
import type { ChainRecord } from '../seal/record.ts';
import { FAILURE_EXITS, type VerifyFailure } from '../verify/failure.ts';
import { checkWithin } from '../verify/within.ts';
import { recordAt, stillMissing, type ToldOpen } from './watch-told.ts';

/** Of one snapshot, each time. */
const MOST_BYTES = 16 * 1024 * 1024;
/** Records whose place behind one another is checked each time. */
const MOST_LINKS = 4;
const HOUR_MS = 60 * 60 * 1000;

export interface SnapshotsLook {
  readonly troubles: readonly Trouble[];
  /** Snapshots that were checked, by their path. */
  readonly checked: ReadonlySet<string>;
  /** Files of them whose bytes were left for another time. */
  readonly unreadFiles: number;
  /** What could not be looked at, and why. */
  readonly unknown: readonly string[];
}

export interface SnapshotsRequest {
  readonly now: Date;
  /** What an alert is open about: such snapshots are read whole. */
  readonly open: ToldOpen;
}

/** Returns what was found of a connection's snapshots. @throws StoreError READ_FAILED */
export async function lookAtSnapshots(
  archive: Archive,
  history: Records,
  { now, open }: SnapshotsRequest,
): Promise<SnapshotsLook> {
  const { last } = history;
  const broken = chainProblem(history);
  const missing = await stillMissing(archive, open.records);
  if (last === undefined) {
    const chain = [broken, missing].filter(isGiven).map((problem) => chainTrouble(problem, now));
    return conclude([], chain);
  }
  const turn = Math.floor(now.getTime() / HOUR_MS);
  const inTurn = await recordInTurn(archive, last, turn);
  const problems = [broken, missing, await linkProblem(archive, last), inTurn.problem].filter(isGiven);
  const due = new Map<string, { readonly record: ChainRecord; readonly isWhole: boolean }>();
  const add = (record: ChainRecord | undefined, isWhole = false) => {
    if (record === undefined) return;
    const path = record.statement.predicate.snapshotPath;
    due.set(path, { record, isWhole: isWhole || due.get(path)?.isWhole === true });
  };
  add(last);
  add(await readLastComplete(archive, last, 'us'));
  add(inTurn.record);
  for (const path of open.snapshots) add(await findRecord(archive, last, path), true);
  const looks: SnapshotLook[] = [];
  for (const { record, isWhole } of due.values())
    looks.push(await lookAt(archive, record, { now, turn, isWhole }));
  return conclude(
    looks,
    problems.map((problem) => chainTrouble(problem, now)),
  );
}

interface SnapshotLook {
  readonly path: string;
  readonly trouble: Trouble | undefined;
  readonly unread: number;
  readonly unknown: string | undefined;
}

function conclude(looks: readonly SnapshotLook[], chain: readonly Trouble[]): SnapshotsLook {
  const known = looks.filter(({ unknown }) => unknown === undefined);
  return {
    troubles: [...chain.slice(0, 1), ...looks.flatMap(({ trouble }) => trouble ?? [])],
    checked: new Set(known.map(({ path }) => path)),
    unreadFiles: looks.reduce((sum, { unread }) => sum + unread, 0),
    unknown: looks.flatMap(({ unknown }) => unknown ?? []),
  };
}

const isGiven = (text: string | undefined): text is string => text !== undefined;

/** What the run that met it has told already is not told again. */
function chainProblem({ broken, last }: Records): string | undefined {
  return isToldByRecord(last) ? undefined : broken;
}

/** Whether the newest record says itself that the chain is not as it was left. */
export function isToldByRecord(last: ChainRecord | undefined): boolean {
  const conditions = last?.statement.predicate.conditions ?? [];
  return conditions.some(({ condition }) => condition === 'verification-failed');
}

function chainTrouble(problem: string, now: Date): Trouble {
  return {
    severity: 'critical',
    summary: `The chain is not as it was left: ${problem}.`,
    since: now.toISOString(),
  };
}

/** Each record names the one before by its digest. */
async function linkProblem(archive: Archive, last: ChainRecord): Promise<string | undefined> {
  let oldest = last;
  let looked = 0;
  for await (const record of readBackwards(archive, last)) {
    oldest = record;
    looked += 1;
    if (looked >= MOST_LINKS) return undefined;
  }
  const { number, prev } = oldest.statement.predicate.chain;
  return prev === null
    ? undefined
    : `${recordAt({ number, seq: prev.seq })} is missing, or not the one that the next one names`;
}

interface InTurn {
  readonly record?: ChainRecord;
  readonly problem?: string;
}

/** Another record of the chain each hour, until all have had their turn. */
async function recordInTurn(archive: Archive, last: ChainRecord, turn: number): Promise<InTurn> {
  const { number, seq: lastSeq } = last.statement.predicate.chain;
  const seq = turn % (lastSeq + 1);
  const record = seq === lastSeq ? last : await readRecord(archive, number, seq);
  if (record === undefined) return { problem: `${recordAt({ number, seq })} is missing, or is no record` };
  // Of a key that is not known here, `verify` judges with the right one.
  return (await isOurs(record, archive)) ? { record } : {};
}

async function lookAt(
  { store, connection }: Archive,
  { statement }: ChainRecord,
  { now, turn, isWhole }: { readonly now: Date; readonly turn: number; readonly isWhole: boolean },
): Promise<SnapshotLook> {
  const bytes = isWhole ? Number.POSITIVE_INFINITY : MOST_BYTES;
  const { failures, unread } = await checkWithin(store, connection, statement, { bytes, turn, now });
  const path = statement.predicate.snapshotPath;
  const refused = failures.find(({ code }) => FAILURE_EXITS[code] === EXIT.storeFailed);
  const changed = failures.filter(({ code }) => FAILURE_EXITS[code] === EXIT.verificationFailed);
  const [first] = changed;
  const trouble = first === undefined ? undefined : snapshotTrouble(first, changed.length, path, now);
  return { path, trouble, unread, unknown: first === undefined ? refused?.message : undefined };
}

function snapshotTrouble(first: VerifyFailure, count: number, path: string, now: Date): Trouble {
  const more = count === 1 ? '' : `, and ${count - 1} more`;
  return {
    severity: 'critical',
    summary: `A sealed snapshot is no longer what was signed: ${first.message}${more}.`,
    since: now.toISOString(),
    snapshotPath: path,
  };
}

/** The record of a snapshot: its path tells when the run began, and no record is older than the one before it. */
async function findRecord(
  archive: Archive,
  last: ChainRecord,
  path: string,
): Promise<ChainRecord | undefined> {
  const { number, seq: lastSeq } = last.statement.predicate.chain;
  const startedAt = startOf(path);
  let [low, high] = [0, lastSeq];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const record = await readRecord(archive, number, middle);
    const recordedAt = record?.statement.predicate.chain.recordedAt;
    if (recordedAt !== undefined && recordedAt < startedAt) low = middle + 1;
    else high = middle;
  }
  for (let seq = low; seq <= Math.min(lastSeq, low + MOST_LINKS); seq += 1) {
    const record = await readRecord(archive, number, seq);
    if (record?.statement.predicate.snapshotPath === path && (await isOurs(record, archive))) return record;
  }
  return undefined;
}

/** `…/20261122T030004Z-1b4e28ba` began at `2026-11-22T03:00:04`. */
function startOf(path: string): string {
  const [, year, month, day, hour, minute, second] =
    /\/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-[^/]+$/.exec(path) ?? [];
  return `${year}-${month}-${day}T${hour}:${minute}:${second}`;
}
