/**
 * One run, top to bottom: token → identify → collect → normalise → judge → seal → store → stamp, alert.
 * Values only gain information; no step changes an earlier one. Whatever could not be read is an
 * outcome in the manifest, and is committed like everything else: silence is a gap, never evidence.
 */
import { assertStillThere, readHistory } from './commit/history.ts';
import { announce, announceOwed, type Delivery } from './run/announce.ts';
import { readComparison } from './run/comparison.ts';
import type { RunDeps, RunRequest } from './run/deps.ts';
import { manifestAfter, type RunOutcome } from './run/draft.ts';
import { findSettled, recordedWorkspace, wholeTo } from './run/earlier-records.ts';
import { finishFiles } from './run/files.ts';
import { type FingerprintKeyChange, fingerprintKeyChange } from './run/fingerprint-key.ts';
import { judgeRun } from './run/judging.ts';
import { readWorkspace, type TokenState } from './run/reading.ts';
import { commitMakingRoom, removeResumed } from './run/resuming.ts';
import { tellRunCame } from './run/run-came.ts';
import { selectDefinitions } from './run/selection.ts';
import { type Stamping, stampIfMissing, stampRecord } from './run/stamp.ts';
import { type ReceiptDelivery, tellReceipt } from './run/tell-receipt.ts';
import { readUntil } from './run/time-budget.ts';
import { undeliveredUpTo } from './run/undelivered-alerts.ts';
import { planWindows } from './run/windows.ts';
import type { ChainRecord } from './seal/record.ts';

/** A run whose record stands, and what became of telling it. */
interface CommittedRun {
  readonly kind: 'committed';
  readonly record: ChainRecord;
  /** Key of the chain record in the store. */
  readonly key: string;
  readonly receipt: string;
  readonly token: TokenState;
  /** When fingerprints are under another key than those of the record before. */
  readonly fingerprintKeyChange: FingerprintKeyChange | undefined;
  readonly deliveries: readonly Delivery[];
  /** Of the receipt, on each channel that keeps receipts. */
  readonly receiptDeliveries: readonly ReceiptDelivery[];
  /** Absent where no authority is named. */
  readonly stamp: Stamping | undefined;
}

export type RunResult =
  | CommittedRun
  | {
      readonly kind: 'already-collected';
      readonly record: ChainRecord;
      /** The newest record, whose conditions are the open ones. */
      readonly newest: ChainRecord;
      readonly deliveries: readonly Delivery[];
      /** Of the newest record. */
      readonly stamp: Stamping | undefined;
    };

/**
 * Collects and commits one snapshot of a connection; a failed or partial one too.
 * @throws StoreError, SealError when nothing could be committed; InterruptedError
 */
export async function collectSnapshot(deps: RunDeps, request: RunRequest): Promise<RunResult> {
  const startedAt = deps.now().toISOString();
  const slot = slotOf(request, startedAt);
  const before = await readHistory(deps, deps.newLogId);
  const settled = request.force === true ? undefined : await findSettled(deps, before, slot);
  if (settled !== undefined) return alreadyCollected(deps, settled, before.last ?? settled);

  const pin = deps.config.workspacePin ?? (await recordedWorkspace(deps, before));
  deps.pulse?.start();
  const selected = selectDefinitions(deps.definitions, { ...deps.config.collect, only: request.only });
  deps.log.info({ slot, resources: selected.length }, 'run started');
  const keyChange = fingerprintKeyChange(deps, before);
  if (keyChange !== undefined) deps.log.warn({ ...keyChange }, 'the fingerprint key has changed');
  const until = readUntil(deps.config, { startedAt, slot, latest: request.readUntil });
  const reading = await readWorkspace(deps, {
    startedAt,
    resumable: request.force === true ? null : slot,
    untilMs: until.getTime(),
    selected,
    pin,
    planWindows: (clock) => planWindows(deps.definitions, clock, wholeTo(before)),
  });
  const comparison = await readComparison(deps, before, reading.collected);
  const asked = { selected, comparison, isTrial: request.only !== undefined };
  const files = await finishFiles(deps, reading, asked);
  try {
    const judgement = await judgeRun(deps, { before, startedAt, slot, reading, files });
    const times = { startedAt, endedAt: deps.now().toISOString(), slot };
    const undelivered = await undeliveredUpTo(deps, before.last);
    const unreached = (await deps.pulse?.unreached()) ?? [];
    const outcome: RunOutcome = { request, times, reading, files, judgement, undelivered, unreached };
    const result = await commitMakingRoom(deps, slot, {
      artifacts: [...files.artifacts, ...judgement.artifacts],
      manifestAfter: (history, runId) => manifestAfter(deps, outcome, { history, runId }),
      isSettled: async (history) => {
        await assertStillThere(deps, before.last);
        return request.force === true ? undefined : findSettled(deps, history, slot);
      },
    });
    await removeResumed(deps, slot, reading.collected);
    if (result.kind === 'settled') return alreadyCollected(deps, result.record, result.record);
    const { status, chain } = result.record.statement.predicate;
    deps.log.info({ status, seq: chain.seq, chain: chain.number }, 'run committed');
    const told = await tell(deps, result, undelivered);
    return { ...result, token: reading.token, fingerprintKeyChange: keyChange, ...told };
  } finally {
    await files.close();
  }
}

/** What is said outside of a record that stands: nothing here changes it, nor fails the run. */
async function tell(
  deps: RunDeps,
  { record, receipt }: Pick<CommittedRun, 'record' | 'receipt'>,
  undelivered: RunOutcome['undelivered'],
): Promise<Pick<CommittedRun, 'stamp' | 'deliveries' | 'receiptDeliveries'>> {
  const [stamp, deliveries] = await Promise.all([
    stampRecord(deps, record),
    announce(deps, record, undelivered).then(withRunCame(deps, record)),
  ]);
  const receiptDeliveries = await tellReceipt(deps, { record, receipt, stamp, deliveries });
  return { stamp, deliveries, receiptDeliveries };
}

/** Whoever heard from outside that a run was overdue hears that one has come. */
function withRunCame(deps: RunDeps, record: ChainRecord) {
  return async (told: readonly Delivery[]) => [...told, ...(await tellRunCame(deps, record))];
}

/** No record is made; what a run before could not deliver is still sent, and the stamp it could not get is asked for. */
async function alreadyCollected(deps: RunDeps, record: ChainRecord, newest: ChainRecord): Promise<RunResult> {
  const [stamp, deliveries] = await Promise.all([
    stampIfMissing(deps, newest),
    announceOwed(deps, newest).then(withRunCame(deps, newest)),
  ]);
  return { kind: 'already-collected', record, newest, stamp, deliveries };
}

/** A run for trying things out fills no slot. By hand the slot is the start, to the second. */
function slotOf(request: RunRequest, startedAt: string): string | null {
  if (request.only !== undefined) return null;
  return request.slot ?? `${startedAt.slice(0, 19)}.000Z`;
}
