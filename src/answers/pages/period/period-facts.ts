/**
 * Everything that the page of a period says, as plain data from verified evidence alone: the page is made from this and
 * nothing else, so that each of its numbers can be held against one recomputed from the artifacts.
 */
import type { PageRecord } from '../../../../schemas/page-mark.ts';
import type { History, KeptManifest, Run } from '../../../verify/read-history.ts';
import type { Approvals } from '../../approvals/stored.ts';
import { inOrderOfTime, startOf } from '../../changes/readings.ts';
import type { ManualFound } from '../../manual/found.ts';
import { views } from '../../views/index.ts';
import { type PeriodApprovals, periodApprovals } from '../approval-facts.ts';
import { newestRecords } from '../made-from.ts';
import { type ManualFacts, manualFacts } from '../manual-facts.ts';
import type { Standing } from '../standing.ts';
import { type CheckHistory, checkHistory } from './check-history.ts';
import { type EndFacts, type Ends, endFacts, readEnds } from './end-facts.ts';
import { type FixedFacts, fixedFacts, type VerifiedConnection } from './fixed-facts.ts';
import { type LedgerFacts, ledgerFacts } from './ledger-facts.ts';
import { type Period, type RunName, runName, runsWithin } from './period-runs.ts';
import { type PeriodRequests, periodRequests } from './request-facts.ts';
import { type ResourceHistory, resourceHistory } from './resource-history.ts';
import { type ReviewFacts, type ReviewsFound, reviewFacts } from './review-facts.ts';
import { type PeriodCalendar, type SlotFacts, slotFacts } from './slot-facts.ts';

/** What the page rests on. All of it is verified already, but for bytes, which are as they are read. */
export interface PeriodEvidence {
  readonly history: History;
  readonly calendar: PeriodCalendar;
  readonly verified: VerifiedConnection;
  readonly reviews: ReviewsFound;
  readonly approvals: Approvals;
  readonly manual?: ManualFound;
}

export interface PeriodFacts {
  readonly connection: string;
  readonly period: Period;
  readonly workspace: KeptManifest['workspace'];
  readonly origins: readonly KeptManifest['origin'][];
  /** Its runs are of a pseudonymised copy. */
  readonly isCopy?: true;
  readonly tools: readonly string[];
  /** Of the period; null: there is none. */
  readonly firstRun: RunName | null;
  readonly lastRun: RunName | null;
  readonly runs: number;
  readonly expired: number;
  readonly calendar: SlotFacts;
  readonly populations: readonly EndFacts[];
  readonly ledger: LedgerFacts;
  readonly review: ReviewFacts;
  readonly approvals: PeriodApprovals;
  /** As of the last day of the period. */
  readonly manual: ManualFacts;
  readonly checks: CheckHistory;
  readonly resources: ResourceHistory;
  readonly requests: PeriodRequests;
  readonly fixed: FixedFacts;
  /** Of each chain the newest record of the period; where there is none, of all. */
  readonly madeFrom: readonly PageRecord[];
  /** What must be known to anyone who relies on the evidence, and is no failure. */
  readonly notes: readonly string[];
}

/** @throws UnverifiedError NOT_VERIFIED when bytes are not those that were signed; StoreError READ_FAILED */
export async function periodFacts(evidence: PeriodEvidence, period: Period): Promise<PeriodFacts> {
  const { history, calendar, verified, reviews, approvals, manual } = evidence;
  const runs = runsWithin(history, period);
  const ends: Ends[] = [];
  for (const view of views) ends.push(await readEnds(history, period, view));
  const { ledger, flows } = await ledgerFacts(
    history,
    period,
    ends.flatMap(({ span }) => span ?? []),
  );
  const populations: EndFacts[] = [];
  for (const each of ends) populations.push(await endFacts(each, flows.get(each.view.name)));
  return {
    connection: history.connection,
    period,
    ...aboutOf(history, runs, period),
    calendar: slotFacts(calendar),
    populations,
    ledger,
    review: await reviewFacts(reviews, period),
    approvals: periodApprovals(approvals, runs),
    manual: manualFacts(manual, period.to.slice(0, 10)),
    checks: await checkHistory(runs),
    resources: resourceHistory(runs),
    requests: await periodRequests(runs),
    fixed: fixedFacts(verified, runs),
    madeFrom: newestRecords(runs.length > 0 ? runs : history.runs),
    notes: history.notes.map(({ message }) => message),
  };
}

/** Of which workspace, and from where: where the period has no run, as the last one before it says. */
function aboutOf(history: History, runs: readonly Run[], { to }: Period) {
  const before = inOrderOfTime(history.runs).filter((run) => startOf(run) <= Date.parse(to));
  const named = before.findLast(({ manifest }) => manifest.workspace !== null);
  const [first, last] = [runs[0], runs.at(-1)];
  const origins = new Map(runs.map(({ manifest }) => [JSON.stringify(manifest.origin), manifest.origin]));
  return {
    workspace: named?.manifest.workspace ?? null,
    origins: [...origins.values()],
    ...(runs.some(({ manifest }) => manifest.derived !== undefined) ? { isCopy: true as const } : {}),
    tools: [...new Set(runs.map(({ manifest: { tool } }) => `${tool.name} ${tool.version}`))],
    firstRun: first === undefined ? null : runName(first),
    lastRun: last === undefined ? null : runName(last),
    runs: runs.length,
    expired: runs.filter(({ isExpired }) => isExpired).length,
  };
}

/** What the page as a whole lacks, with the view that says so; in the order of the views. */
export function gapsOf(
  facts: PeriodFacts,
): readonly { readonly view: string; readonly standing: Standing }[] {
  const { calendar, populations, ledger, review, checks, resources } = facts;
  const why = endReasons(populations);
  const ends: Standing = { kind: why.length === 0 ? 'whole' : 'partial', why };
  return [
    { view: 'calendar', standing: calendar.standing },
    { view: 'populations', standing: ends },
    { view: 'changes', standing: ledger.standing },
    // That none was held is no gap of the evidence: that one is begun and not done is.
    ...(review.standing.kind === 'partial' ? [{ view: 'review', standing: review.standing }] : []),
    { view: 'checks', standing: checks.standing },
    { view: 'certificates', standing: resources.standing },
  ].filter(({ standing }) => isOpen(standing));
}

/** No gap of the evidence, but to be known: that nobody held a review, or kept anything of the records elsewhere. */
export const remarksOf = ({ review, fixed }: PeriodFacts): readonly string[] => [
  ...(review.standing.kind === 'unread' ? review.standing.why : []),
  ...fixed.standing.why,
];

/** Each reason once, with the populations that it is about. */
function endReasons(populations: readonly EndFacts[]): readonly string[] {
  const about = new Map<string, string[]>();
  for (const { name, ...facts } of populations)
    for (const side of ['start', 'end'] as const) {
      const { standing } = facts[side];
      if (!isOpen(standing)) continue;
      for (const why of standing.why)
        about.set(`${side}: ${why}`, [...(about.get(`${side}: ${why}`) ?? []), name]);
    }
  return [...about].map(([why, names]) => `${names.join(', ')}, at the ${why}`);
}

const isOpen = ({ kind }: Standing) => kind === 'partial' || kind === 'unread';
