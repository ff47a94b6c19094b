/** Waivers: what somebody has accepted, until when. A waived fail is an accepted fail, and never a pass. */
import type { CheckException, CheckResult } from '../../schemas/check-results.ts';
import type { Waiver } from './policy.ts';

export type AppliedWaiver = NonNullable<CheckResult['waiver']>;

/** Returns what of a fail is accepted as of an instant; undefined where no waiver is about it. */
export function applyWaivers(
  waivers: readonly Waiver[],
  { checkId, failed, failedTotal, at }: WaivedCheck,
): AppliedWaiver | undefined {
  // One that names nothing of what fails accepts nothing of it.
  const own = waivers.filter((each) => each.check === checkId && failed.some(isOf(each)));
  // Valid to the end of its last day, in UTC.
  const valid = own.filter(({ expires }) => at < `${expires}T24`);
  const ofAll = valid.filter(({ subjects }) => subjects === undefined);
  // What is accepted for several reasons is so until the first of them ends.
  const shown = endsLast(ofAll) ?? endsFirst(valid) ?? endsLast(own);
  if (shown === undefined) return undefined;
  const isWhole =
    ofAll.length > 0 ||
    (failed.length === failedTotal && failed.every((each) => valid.some((one) => isOf(one)(each))));
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

const isOf =
  ({ subjects }: Waiver) =>
  ({ subject }: CheckException): boolean =>
    subjects === undefined || subjects.includes(subject);

const endsFirst = (waivers: readonly Waiver[]): Waiver | undefined =>
  [...waivers].sort((one, other) => (one.expires < other.expires ? -1 : 1))[0];

const endsLast = (waivers: readonly Waiver[]): Waiver | undefined =>
  [...waivers].sort((one, other) => (one.expires > other.expires ? -1 : 1))[0];

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
