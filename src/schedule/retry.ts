/**
 * When a slot is tried again that was not collected whole. Pure, and counted from the slot's records alone:
 * whoever asks, and however often the process was started in between, the answer is the same.
 */
import { AHEAD_MS } from './expected.ts';

const MINUTE_MS = 60_000;
const SOON_MS = 5 * MINUTE_MS;
/** From the end of a run to the next try; after these, every `LATER_WAIT_MS`. */
const FIRST_WAITS_MS = [SOON_MS, 15 * MINUTE_MS, 60 * MINUTE_MS];
const LATER_WAIT_MS = 4 * 60 * MINUTE_MS;

/** Runs that try one slot again. */
export const MOST_RETRIES = 8;

/** A run of the slot, as far as its record says. */
export interface TriedRun {
  readonly status: 'complete' | 'partial' | 'failed';
  /** Why it is not complete. */
  readonly cause: 'refused-token' | 'outage' | 'time' | 'other' | undefined;
  readonly trigger: string;
  readonly endedAt: string;
  /** Resources that are not complete. */
  readonly unread: number;
}

export type NextTry =
  | { readonly kind: 'none'; readonly why: 'complete' | 'no-use' | 'tried-enough' }
  /** At this instant or as soon after it as someone looks. */
  | { readonly kind: 'at'; readonly at: Date }
  /** Only once the token's secret has another value; `lookAt`: when to look for that next. */
  | { readonly kind: 'on-new-token'; readonly lookAt: Date };

/** Returns whether and when a slot is tried again, given all its runs, newest first. */
export function nextTry([newest, ...before]: readonly [TriedRun, ...TriedRun[]], now: Date): NextTry {
  if (newest.status === 'complete') return { kind: 'none', why: 'complete' };
  const retries = [newest, ...before].filter(isTry).length;
  // For lack of a right, trying again helps only where nothing was read at all: soon someone will repair that.
  const isWorthIt =
    newest.cause === 'outage' ||
    (newest.cause === 'other' && newest.status === 'failed') ||
    (newest.cause === 'time' && hasGotOn(newest, before));
  if (newest.cause !== 'refused-token' && !isWorthIt) return { kind: 'none', why: 'no-use' };
  if (retries >= MOST_RETRIES) return { kind: 'none', why: 'tried-enough' };
  // What is dated after now was dated by a clock that was wrong: no one waits for that time.
  const endedMs = Date.parse(newest.endedAt);
  // Nothing is to get better first where only time was lacking.
  const waitMs = newest.cause === 'time' ? SOON_MS : waitBefore(retries);
  const fromMs = endedMs > now.getTime() + AHEAD_MS ? now.getTime() - waitMs : endedMs;
  if (isWorthIt) return { kind: 'at', at: new Date(fromMs + waitMs) };
  return { kind: 'on-new-token', lookAt: new Date(firstLookAfter(fromMs, now.getTime())) };
}

/** What a run had no time for the next one continues with; where a try has brought nothing, none is made again. */
function hasGotOn(newest: TriedRun, [last]: readonly TriedRun[]): boolean {
  return !isTry(newest) || last === undefined || newest.unread < last.unread;
}

/** Whether a run tried a slot again. One that resumed another may have been the first to commit: it counts all the same. */
export function isTry({ trigger }: Pick<TriedRun, 'trigger'>): boolean {
  return trigger === 'retry' || trigger === 'resume';
}

/** How long the try waits that comes after so many. */
function waitBefore(retries: number): number {
  return FIRST_WAITS_MS[retries] ?? LATER_WAIT_MS;
}

/** The instants to look at a refused token's secret are those of tries, without their end: a look costs nothing. */
function firstLookAfter(fromMs: number, nowMs: number): number {
  let lookMs = fromMs;
  for (let looks = 0; lookMs <= nowMs; looks += 1) {
    // A slot of long ago: no need to count up to now.
    const isLate = looks >= FIRST_WAITS_MS.length;
    lookMs += isLate
      ? Math.max(1, Math.ceil((nowMs + 1 - lookMs) / LATER_WAIT_MS)) * LATER_WAIT_MS
      : waitBefore(looks);
  }
  return lookMs;
}
