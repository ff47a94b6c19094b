/** How a slot that has records stands: whether it is tried again, when, and what somebody can do meanwhile. */
import type { Predicate } from '../../schemas/chain.ts';
import { isGap } from '../../schemas/outcome.ts';
import type { EffectiveConnection } from '../config/effective.ts';
import { fingerprintOfToken } from '../credentials.ts';
import type { RunExtras, Surroundings } from '../deps.ts';
import { SecretError } from '../errors.ts';
import { causeOf } from '../evidence/cause.ts';
import { compareFingerprints } from '../evidence/fingerprint.ts';
import { type NextTry, nextTry, type TriedRun } from '../schedule/retry.ts';

/** The records of one slot, newest first. */
export type SlotRecords = readonly [Predicate, ...Predicate[]];

export interface Standing {
  readonly next: NextTry;
  /** When to look at the slot again. */
  readonly tryAgainAt?: string;
  readonly hint?: string;
}

/** Returns how a slot stands at an instant. */
export function standingOf(
  connection: Pick<EffectiveConnection, 'name' | 'tokenRef'>,
  [newest, ...before]: SlotRecords,
  now: Date,
): Standing {
  const next = nextTry([toTriedRun(newest), ...before.map(toTriedRun)], now);
  const command = `segment-evidence collect ${connection.name} --slot ${newest.run.slot}`;
  if (next.kind === 'at') {
    return { next, tryAgainAt: next.at.toISOString(), hint: `To try it sooner, run ${command}.` };
  }
  if (next.kind === 'on-new-token') {
    const hint = `Store a token that works at ${connection.tokenRef}; it is tried as soon as it is seen there. To try it at once, run ${command}.`;
    return { next, tryAgainAt: next.lookAt.toISOString(), hint };
  }
  return next.why === 'complete'
    ? { next }
    : { next, hint: `Resolve its open conditions, then run ${command}.` };
}

/** Returns whether a slot is to be tried again now, or only once its token's secret has another value. */
export function dueAgain(
  connection: Pick<EffectiveConnection, 'apiUrl'>,
  [newest]: SlotRecords,
  { next }: Pick<Standing, 'next'>,
  now: Date,
): 'now' | 'not-now' | 'on-new-token' {
  if (next.kind === 'at') return next.at <= now ? 'now' : 'not-now';
  if (next.kind === 'none') return 'not-now';
  // Refused at another host: the region has been corrected since.
  return newest.origin.host === new URL(connection.apiUrl).host ? 'on-new-token' : 'now';
}

/**
 * Returns whether a token that was refused has been exchanged. Only its secret is looked at: Segment is asked
 * nothing, and nothing is committed, before that has another value.
 */
export async function isTokenNew(
  connection: EffectiveConnection,
  [newest]: SlotRecords,
  { surroundings, extras }: { readonly surroundings: Surroundings; readonly extras: RunExtras },
): Promise<boolean> {
  try {
    const fingerprint = await fingerprintOfToken(connection, surroundings.env, extras.onSecret);
    // Under another fingerprint key nobody can tell: that key alone makes no token a new one.
    return (
      newest.token === null || compareFingerprints(newest.token.fingerprint, fingerprint) === 'different'
    );
  } catch (error) {
    if (!(error instanceof SecretError)) throw error;
    extras.log.warn({ reference: error.reference }, 'the token could not be fetched');
    return false;
  }
}

function toTriedRun(record: Predicate): TriedRun {
  const { status, run, resources } = record;
  const unread = resources.filter(isGap).length;
  return { status, cause: causeOf(record), trigger: run.trigger, endedAt: run.endedAt, unread };
}
