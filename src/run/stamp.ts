/**
 * Has the newest record stamped by an authority outside, after its commit. What is committed stays as it is: an
 * authority that is down, slow or lying costs a few seconds and a stamp, which the next run makes good, since a
 * stamp of the newest record fixes all before it. Only an answer that has been checked gets here.
 */
import { LARGEST_SKEW_MS } from '../../schemas/manifest.ts';
import { AnchorError, EvidenceError, StoreError } from '../errors.ts';
import { sha256 } from '../evidence/canonical.ts';
import { type ChainRecord, signatureOf } from '../seal/record.ts';
import { toContent } from '../store/content.ts';
import { anchorKey, recordAnchorsPrefix } from '../store/layout.ts';
import type { CheckedAnswer, RunDeps, StampAuthority } from './deps.ts';

/** Why there is no stamp, and what to do about it. */
export interface NotStamped {
  readonly result: 'none';
  readonly reason: string;
  readonly hint?: string;
}

/** What became of it. `present`: the newest record had a stamp already. */
export type Stamping =
  | { readonly result: 'stamped'; readonly at: string; readonly authority: string; readonly path: string }
  | { readonly result: 'present' }
  | NotStamped;

type AskDeps = Pick<RunDeps, 'authority' | 'sleep' | 'random'>;
type StampDeps = AskDeps & Pick<RunDeps, 'store' | 'connection' | 'log' | 'now'>;

/** Longest that a run waits for all of it: asking, once more where that may help, and storing. */
const STAMPING_MS = 5_000;
const LAST_CALL_MS = 3_000;
const MOST_ATTEMPTS = 3;
const PAUSE_MS = 500;

/** Returns what became of the stamp of a record just committed; nothing where nobody is named. @throws InterruptedError */
export function stampRecord(
  deps: StampDeps,
  record: ChainRecord,
  withinMs = STAMPING_MS,
): Promise<Stamping | undefined> {
  return loggedWithin(deps, withinMs, (authority, end) => askAndKeep(deps, authority, record, end));
}

/** The same of a record that was there before, where it has no stamp yet. @throws InterruptedError */
export function stampIfMissing(
  deps: StampDeps,
  record: ChainRecord,
  withinMs = STAMPING_MS,
): Promise<Stamping | undefined> {
  return loggedWithin(deps, withinMs, async (authority, end) =>
    (await hasStamp(deps, record)) ? { result: 'present' } : askAndKeep(deps, authority, record, end),
  );
}

/** Returns what the authority says of some bytes that mean nothing; nothing is stored. @throws InterruptedError */
export function tryAuthority(
  deps: AskDeps,
  bytes: Uint8Array,
): Promise<CheckedAnswer['stamp'] | NotStamped | undefined> {
  return within(
    deps,
    STAMPING_MS,
    async (authority, end) => (await askPatiently(deps, authority, bytes, end)).stamp,
  );
}

/** Gives up when the time is over, whatever is under way then; nothing of it fails the run. */
async function within<T>(
  { authority }: AskDeps,
  withinMs: number,
  act: (authority: StampAuthority, end: AbortSignal) => Promise<T>,
): Promise<T | NotStamped | undefined> {
  if (authority === undefined) return undefined;
  authority.stop.throwIfAborted();
  const end = AbortSignal.any([authority.stop, AbortSignal.timeout(withinMs)]);
  try {
    // Listening first: it may be over while the first question is being put.
    return await Promise.race([aborted(end), act(authority, end)]);
  } catch (error) {
    authority.stop.throwIfAborted();
    return notStamped(error, end.aborted, withinMs);
  }
}

async function loggedWithin(
  deps: StampDeps,
  withinMs: number,
  act: (authority: StampAuthority, end: AbortSignal) => Promise<Stamping>,
): Promise<Stamping | undefined> {
  const { log } = deps;
  const stamping = await within(deps, withinMs, act);
  if (stamping?.result === 'none') log.warn({ reason: stamping.reason }, 'record not stamped');
  if (stamping?.result === 'stamped') {
    const { at, authority, path } = stamping;
    log.info({ at, authority, path }, 'record stamped');
  }
  return stamping;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function hasStamp({ store, connection }: StampDeps, record: ChainRecord): Promise<boolean> {
  const { number, seq } = record.statement.predicate.chain;
  for await (const { isRegular } of store.list(recordAnchorsPrefix(connection, number, seq))) {
    if (isRegular) return true;
  }
  return false;
}

async function askAndKeep(
  deps: StampDeps,
  authority: StampAuthority,
  record: ChainRecord,
  end: AbortSignal,
): Promise<Stamping> {
  const { answer, stamp } = await askPatiently(deps, authority, signatureOf(record), end);
  const due = earliestFor(record, deps.now());
  if (due !== undefined && Date.parse(stamp.at) < due.getTime()) {
    return {
      result: 'none',
      reason: `${stamp.authority}: expected a time stamp of ${due.toISOString()} or later, got ${stamp.at}`,
      hint: 'Check the clock of this machine; if it is right, tell the authority that its own is not.',
    };
  }
  const { number, seq } = record.statement.predicate.chain;
  const path = anchorKey(deps.connection, number, seq, sha256(answer).slice(0, 8));
  try {
    await deps.store.put(path, toContent(answer));
  } catch (error) {
    // Named by its own digest: whoever was first has stored the same.
    if (!(error instanceof StoreError) || error.code !== 'ALREADY_EXISTS') throw error;
  }
  return { result: 'stamped', at: stamp.at, authority: stamp.authority, path };
}

/**
 * Returns the time before which a stamp would say that the record's date was made up; `undefined` where no server told
 * how far this machine's clock is off. A date never goes back, so that it may lie ahead of the clock.
 */
function earliestFor({ statement }: ChainRecord, now: Date): Date | undefined {
  const { chain, clock } = statement.predicate;
  if (clock === null) return undefined;
  const written = Math.min(Date.parse(chain.recordedAt), now.getTime());
  return new Date(written - Math.max(0, clock.skewMs) - LARGEST_SKEW_MS);
}

/** An authority that was not reached may be the next moment; one that refuses, or answers wrongly, is not asked again. */
async function askPatiently(
  { sleep, random }: AskDeps,
  authority: StampAuthority,
  signature: Uint8Array,
  end: AbortSignal,
): Promise<CheckedAnswer> {
  // Whoever took most of the time to fail has no time left for another try.
  const lastCall = AbortSignal.timeout(LAST_CALL_MS);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await authority.stamp(signature, end);
    } catch (error) {
      const mayPass = error instanceof AnchorError && error.code === 'UNREACHABLE';
      if (!mayPass || attempt === MOST_ATTEMPTS || lastCall.aborted || end.aborted) throw error;
      await sleep(Math.round(PAUSE_MS * attempt * (0.5 + random())));
      end.throwIfAborted();
    }
  }
}

function notStamped(error: unknown, isLate: boolean, withinMs: number): NotStamped {
  if (error instanceof EvidenceError) {
    const { message, hint } = error;
    return { result: 'none', reason: message, ...(hint === undefined ? {} : { hint }) };
  }
  if (isLate) {
    const reason = `time stamp: expected one within ${withinMs / 1_000} seconds, got none`;
    return { result: 'none', reason, hint: 'Check that this machine reaches the authority and the store.' };
  }
  // Of our own making, and too late to be worth more than a line: the record is committed.
  const name = error instanceof Error ? error.name : 'an error';
  return { result: 'none', reason: `time stamp: expected an answer that can be read, got ${name}` };
}
