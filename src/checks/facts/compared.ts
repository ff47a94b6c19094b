/** What has changed since the last whole reading, and whether somebody can say why. */
import { indeterminate, type NotAsked, notApplicable } from '../check.ts';
import type { Change, CheckedRun } from '../checked-run.ts';
import { WORKSPACE } from '../subject.ts';
import type { Tally } from '../tally.ts';
import type { Approvals } from './approvals.ts';

export interface Compared {
  /** When the run started that was compared with; of several resources the earliest. */
  readonly since: string;
  readonly changes: readonly Change[];
  readonly isTrailWhole: boolean;
}

/** Returns the changes of some resources, or why there is nothing to compare with. */
export async function readChanges(
  run: Pick<CheckedRun, 'changes'>,
  tally: Tally,
  resources: readonly string[],
): Promise<Compared | NotAsked> {
  const compared: Compared[] = [];
  const reasons: string[] = [];
  for (const resource of resources) {
    const each = await run.changes(resource);
    if (each.kind === 'compared') compared.push(each);
    else if (each.kind === 'not-comparable') reasons.push(`${resource}: ${each.reason}`);
  }
  const [since] = compared.map((each) => each.since).sort();
  if (since === undefined) {
    const reason = reasons.join(' ');
    return reason === ''
      ? notApplicable('Nothing was read whole before: there is nothing to compare with.')
      : indeterminate(reason);
  }
  for (const reason of reasons) tally.unknown(WORKSPACE, `Not compared: ${reason}`);
  return {
    since,
    changes: compared.flatMap(({ changes }) => changes),
    isTrailWhole: compared.every(({ isTrailWhole }) => isTrailWhole),
  };
}

export const isNotAsked = (given: object): given is NotAsked => 'outcome' in given;

interface Judged {
  readonly subject: string;
  /** What happened, as the start of a sentence. */
  readonly what: string;
}

/** Says of a change that nobody explains it, or that nobody can tell. */
export function judgeChange(
  tally: Tally,
  { explainedBy }: Pick<Change, 'explainedBy'>,
  { isTrailWhole, since }: Compared,
  { subject, what, approvals }: Judged & { readonly approvals?: Approvals },
): void {
  if (explainedBy.length > 0 || approvals?.explains(subject, since) === true) return;
  if (isTrailWhole) tally.fail(subject, `${what}, and nothing in the audit trail explains it.`);
  else tally.unknown(subject, `${what}; the audit trail of the time between was not read whole.`);
}
