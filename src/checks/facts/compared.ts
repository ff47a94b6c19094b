/** What has changed since the last whole reading, and whether somebody can say why. */
import { daysBetween } from '../../evidence/records/fields.ts';
import { indeterminate, type NotAsked, notApplicable } from '../check.ts';
import type { Change, CheckedRun, LateChange } from '../checked-run.ts';
import { WORKSPACE } from '../subject.ts';
import type { Tally } from '../tally.ts';
import type { Approvals } from './approvals.ts';
import { keptUnder } from './lasting.ts';

export interface Compared {
  /** When the run started that was compared with; of several resources the earliest. */
  readonly since: string;
  readonly changes: readonly Change[];
  readonly isTrailWhole: boolean;
  /** When reading ended now; of several resources the latest. */
  readonly until: string;
  /** How many changes of earlier runs were judged now. */
  readonly late: number;
}

/** Returns the changes of some resources, or why there is nothing to compare with. Judges those of before that were late. */
export async function readChanges(
  run: Pick<CheckedRun, 'changes' | 'lateEvents' | 'countedTo'>,
  tally: Tally,
  resources: readonly string[],
  approvals?: Approvals,
): Promise<Compared | NotAsked> {
  const late = await judgeLate(run, tally, approvals);
  const compared: Extract<Awaited<ReturnType<CheckedRun['changes']>>, { kind: 'compared' }>[] = [];
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
    until:
      compared
        .map((each) => each.until)
        .sort()
        .at(-1) ?? run.countedTo,
    late,
  };
}

export const isNotAsked = (given: object): given is NotAsked => 'outcome' in given;

interface Judged {
  readonly subject: string;
  /** What happened, as the start of a sentence. */
  readonly what: string;
}

/**
 * Says of a change that nobody can tell who made it, where no event does. Every run leaves the last minutes of the trail to
 * the next one, and the change may be of those: only then can it be said that nothing explains it.
 */
export function judgeChange(
  tally: Tally,
  { explainedBy, resource, change, named }: Change,
  { isTrailWhole, since, until }: Compared,
  { subject, what, approvals }: Judged & { readonly approvals?: Approvals },
): void {
  if (explainedBy.length > 0 || approvals?.explains(subject, since) === true) return;
  if (!isTrailWhole) {
    tally.unknown(subject, `${what}; the audit trail of the time between was not read whole.`);
    return;
  }
  keepLate(tally, { subject, what, resource, change, named, until });
  tally.unknown(subject, `${what}; ${NOT_YET}`);
}

const NOT_YET =
  'nothing in the audit trail explains it so far, and its last minutes are read by the next run.';

const LATE = 'late change ';
/** What the trail forgets after so many days, nobody can explain any more. */
const TRAIL_DAYS = 90;

interface KeptChange extends LateChange, Judged {}

/** An instant and a name are all that is kept from run to run. */
function keepLate(tally: Tally, { until, subject, what, resource, change, named }: KeptChange): void {
  tally.keep(`${LATE}${JSON.stringify([subject, what, resource, change, named.own, named.related])}`, until);
}

/** Judges what earlier runs could not, and returns how many there were. */
async function judgeLate(
  run: Pick<CheckedRun, 'lateEvents' | 'countedTo'>,
  tally: Tally,
  approvals: Approvals | undefined,
): Promise<number> {
  const kept = keptUnder(tally, LATE);
  for (const [text, until] of kept) {
    const [subject, what, resource, change, own, related] = JSON.parse(text);
    const late: KeptChange = { subject, what, resource, change, named: { own, related }, until };
    const events = await run.lateEvents(late);
    if (approvals?.explains(subject, until) === true || (events ?? []).length > 0) continue;
    const detail = `${what} by ${until}`;
    const unread = unreadOf(events, approvals);
    if (unread === undefined) tally.fail(subject, `${detail}, and nothing in the audit trail explains it.`);
    else if ((daysBetween(until, run.countedTo) ?? 0) <= TRAIL_DAYS) {
      keepLate(tally, late);
      tally.unknown(subject, `${detail}; ${unread}.`);
    }
  }
  return kept.size;
}

/** Returns what may explain a change and has not been read; undefined where all of it has. */
function unreadOf(
  events: readonly unknown[] | undefined,
  approvals: Approvals | undefined,
): string | undefined {
  if (events === undefined) return 'the audit trail of that time has not been read whole';
  return approvals?.isKnown === false ? 'the file of approvals could not be read whole' : undefined;
}
