/**
 * From what was counted to the outcome of a check: decided here for all of them. Something that is wrong fails, whatever
 * could not be read; nothing passes that was not read whole.
 */
import type { CheckResult } from '../../schemas/check-results.ts';
import { DAY_MS } from '../evidence/records/fields.ts';
import { isNothingThere } from '../evidence/records/whole.ts';
import type { NotAsked } from './check.ts';
import type { CheckedRun } from './checked-run.ts';
import { withoutFile } from './facts/inputs.ts';
import type { Counted } from './tally.ts';

export type Verdict = Pick<CheckResult, 'outcome' | 'reason'>;

export interface Considered {
  readonly reads: readonly string[];
  readonly counted: Counted;
  /** Why it was not asked, or ended early. */
  readonly notAsked: NotAsked | undefined;
  readonly run: Pick<CheckedRun, 'entry' | 'facts' | 'isWhole'>;
}

/** Returns the outcome, and why where it does not speak for itself. */
export function verdictOf(considered: Considered): Verdict {
  const verdict = verdictByTheClock(considered);
  const days = Math.trunc(Math.abs(considered.run.facts.clockSkewMs ?? 0) / DAY_MS);
  if (days === 0 || !['fail', 'pass', 'warn'].includes(verdict.outcome)) return verdict;
  // Ages are counted in days, to the start of the run.
  const doubt = `The clock of the run was wrong by ${days === 1 ? 'a day' : `${days} days`}, and with it every age.`;
  const outcome = verdict.outcome === 'fail' ? 'fail' : 'indeterminate';
  return withReason(outcome, [doubt, ...(verdict.reason === undefined ? [] : [verdict.reason])]);
}

/** Returns the same, as far as the clock of the run was right. */
function verdictByTheClock({ reads, counted, notAsked, run }: Considered): Verdict {
  const { totals, notes } = counted;
  const unread = reads.filter((resource) => !run.isWhole(resource));
  if (totals.fail > 0) return withReason('fail', [...notes, ...unread.map((each) => gapText(each, run))]);
  if (notAsked?.outcome === 'not_configured') return notAsked;
  const [population] = reads;
  if (population !== undefined && isNothingThere(run.entry(population) ?? UNKNOWN))
    return { outcome: 'not_applicable', reason: `The workspace has no ${population}.` };
  const missing = unread.filter((each) => isInput(each) && isNotGiven(each, run));
  const gaps = unread.filter((each) => !missing.includes(each));
  if (gaps.length > 0) return unreadVerdict(gaps, run, notes);
  if (missing.length > 0) return { outcome: 'not_configured', reason: missing.map(inputText).join(' ') };
  if (notAsked !== undefined) return notAsked;
  if (totals.unknown > 0)
    return withReason('indeterminate', [`Nobody can tell of ${totals.unknown}.`, ...notes]);
  return withReason(totals.warn > 0 ? 'warn' : 'pass', notes);
}

/** A file of the company's own, in place of a resource: `input:vendors`. */
const INPUT = 'input:';
const isInput = (name: string) => name.startsWith(INPUT);
/** One that is given and could not be read whole is a gap like any other. */
const isNotGiven = (name: string, run: Considered['run']) =>
  ['unknown', 'not-collected'].includes((run.entry(name) ?? UNKNOWN).outcome);
const inputText = (name: string) => withoutFile(name.slice(INPUT.length));

/** What is read only where somebody asks for it was not asked for: that is a choice, and no gap. */
function unreadVerdict(unread: readonly string[], run: Considered['run'], notes: readonly string[]): Verdict {
  const isChosen = unread.every((resource) => run.entry(resource)?.reason === 'opt-in');
  const asked = `Read only where collect.include names it: ${unread.join(', ')}.`;
  if (isChosen) return { outcome: 'not_configured', reason: asked };
  return withReason('indeterminate', [...unread.map((each) => gapText(each, run)), ...notes]);
}

const UNKNOWN = { outcome: 'unknown' } as const;

function gapText(resource: string, run: Considered['run']): string {
  if (isInput(resource)) return `Not whole: the company's own file of ${resource.slice(INPUT.length)}.`;
  const { outcome, reason } = { reason: undefined, ...(run.entry(resource) ?? UNKNOWN) };
  return `Not whole: ${resource}, ${outcome}${reason === undefined ? '' : ` (${reason})`}.`;
}

function withReason(outcome: CheckResult['outcome'], reasons: readonly string[]): Verdict {
  return reasons.length === 0 ? { outcome } : { outcome, reason: reasons.join(' ') };
}
