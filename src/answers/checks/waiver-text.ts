/** What somebody has accepted of a fail, for a person. */
import type { CheckResult } from '../../../schemas/check-results.ts';

type Waiver = NonNullable<CheckResult['waiver']>;

const STATES: Readonly<Record<Waiver['state'], string>> = {
  accepted: 'Accepted, and still a fail',
  'in-part': 'Accepted in part; the rest is open',
  expired: 'Was accepted; that has expired',
};

/** Returns what somebody has accepted, until when and why, in a sentence. */
export function waiverText({ state, approverRole, reason, ticket, expires, subjects }: Waiver): string {
  const of = subjects === undefined ? '' : `, of ${subjects.length} by name`;
  const where = ticket === undefined ? '' : ` (${ticket})`;
  return `${STATES[state]}: until ${expires}${of}, by ${approverRole}${where}: ${reason}`;
}
