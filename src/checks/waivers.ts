/** Waivers: what somebody has accepted, until when. A waived fail is an accepted fail, and never a pass. */
import type { CheckException, CheckResult } from '../../schemas/check-results.ts';
import type { Waiver } from './policy.ts';

export type AppliedWaiver = NonNullable<CheckResult['waiver']>;

/** Returns what of a fail is accepted as of an instant; undefined where no waiver is about it. */
export function applyWaivers(
  waivers: readonly Waiver[],
  { checkId, failed, failedTotal, at }: WaivedCheck,
): AppliedWaiver | undefined {
  const own = waivers.filter(({ check }) => check === checkId);
  // Valid to the end of its last day, in UTC.
  const valid = own.filter(({ expires }) => at < `${expires}T24`);
  const [shown] = valid.length > 0 ? valid : own;
  if (shown === undefined) return undefined;
  const isWaived = ({ subject }: CheckException) =>
    valid.some(({ subjects }) => subjects === undefined || subjects.includes(subject));
  const isWhole =
    valid.some(({ subjects }) => subjects === undefined) ||
    (failed.length === failedTotal && failed.every(isWaived));
  const state = valid.length === 0 ? 'expired' : isWhole ? 'accepted' : 'in-part';
  const { approverRole, reason, ticket, expires, subjects } = shown;
  return {
    state,
    approverRole,
    reason,
    ...(ticket === undefined ? {} : { ticket }),
    expires,
    ...(subjects === undefined ? {} : { subjects: [...subjects] }),
  };
}

/** Whether it fails, and somebody has accepted all that it finds. */
export const isAccepted = ({ outcome, waiver }: Pick<CheckResult, 'outcome' | 'waiver'>): boolean =>
  outcome === 'fail' && waiver?.state === 'accepted';

export interface WaivedCheck {
  readonly checkId: string;
  /** The failing exceptions that are listed. */
  readonly failed: readonly CheckException[];
  readonly failedTotal: number;
  /** ISO 8601 UTC. */
  readonly at: string;
}
