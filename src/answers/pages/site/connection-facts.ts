/**
 * One connection as the site shows it, as of the end of a period: how it stands, and how that came about. Plain data from
 * verified evidence alone. Of its runs one at a time is read, so that a year streams.
 */
import { type Condition, severities } from '../../../../schemas/condition.ts';
import type { History, KeptManifest, Run } from '../../../verify/read-history.ts';
import { aheadGaps } from '../../as-of.ts';
import { inOrderOfTime, startOf } from '../../changes/readings.ts';
import { checkFacts, type OpenCounts, type StateCounts } from '../check-facts.ts';
import { type CheckHistory, checkHistory } from '../period/check-history.ts';
import { type Period, runsWithin } from '../period/period-runs.ts';
import { type ResourceHistory, resourceHistory } from '../period/resource-history.ts';
import { type PeriodCalendar, type SlotFacts, slotFacts } from '../period/slot-facts.ts';
import { type RunFacts, runFacts } from '../run-facts.ts';
import { endingsText } from '../standing.ts';
import { type PeopleCount, peopleTrend } from './people-trend.ts';

/** What it rests on. All of it is verified already, but for bytes, which are as they are read. */
export interface ConnectionEvidence {
  readonly history: History;
  readonly calendar: PeriodCalendar;
}

/** Returns what somebody has to do about a run, the gravest first, a sentence or two each. `isLate`: the newest slot has none. */
export type StepsOf = (
  run: Pick<KeptManifest, 'connection' | 'conditions' | 'resources'>,
  isLate: boolean,
) => readonly string[];

export interface ConnectionFacts {
  readonly connection: string;
  readonly period: Period;
  /** null: no run has read it. */
  readonly workspace: KeptManifest['workspace'];
  /** Something of it is of a pseudonymised copy. */
  readonly isCopy: boolean;
  /** Where what is shown was read: kinds of hosts, each once. */
  readonly origins: readonly KeptManifest['origin']['kind'][];
  /** At or before the end of the period; null: there is none. */
  readonly newest: NewestFacts | null;
  /** Runs that began after the end of the period: nothing of them is shown. */
  readonly later: number;
  readonly calendar: SlotFacts;
  /** The last run that was due by then has not come. */
  readonly isLate: boolean;
  /** What nobody can conclude, a sentence each without its full stop; empty: all is covered. */
  readonly gaps: readonly string[];
  readonly steps: readonly string[];
  readonly checks: CheckHistory;
  /** As many as the checks and the resources have runs. */
  readonly people: readonly PeopleCount[];
  readonly resources: ResourceHistory;
}

export interface NewestFacts {
  readonly run: RunFacts;
  /** From its start to the end of the period, in whole hours. */
  readonly ageHours: number;
  /** Open conditions of the run, without those of checks. */
  readonly conditions: Readonly<Record<Condition['severity'], number>>;
  /** null: no answers of checks were sealed with it. */
  readonly counts: StateCounts | null;
  readonly open: OpenCounts | null;
  /** Checks of which nobody can tell since something was not read that they need. */
  readonly unread: readonly string[];
}

const HOUR_MS = 60 * 60 * 1000;

/** @throws UnverifiedError NOT_VERIFIED when bytes are not those that were signed; StoreError READ_FAILED */
export async function connectionFacts(
  { history, calendar: found }: ConnectionEvidence,
  period: Period,
  stepsOf: StepsOf,
): Promise<ConnectionFacts> {
  const runs = runsWithin(history, period);
  const calendar = slotFacts(found);
  const isLate = calendar.slots.at(-1)?.state === 'missing';
  const ordered = inOrderOfTime(history.runs).filter(({ isAhead }) => !isAhead);
  const upTo = ordered.filter((run) => startOf(run) <= Date.parse(period.to));
  const run = upTo.at(-1);
  const newest = run === undefined ? null : await newestFacts(run, period);
  const shown = run === undefined || runs.includes(run) ? runs : [run, ...runs];
  const resources = resourceHistory(runs);
  return {
    connection: history.connection,
    period,
    workspace: upTo.findLast(({ manifest }) => manifest.workspace !== null)?.manifest.workspace ?? null,
    isCopy: shown.some(({ manifest }) => manifest.derived !== undefined),
    origins: [...new Set(shown.map(({ manifest }) => manifest.origin.kind))],
    newest,
    later: ordered.length - upTo.length,
    calendar,
    isLate,
    gaps: [...newestGaps(newest, period), ...calendar.standing.why, ...aheadGaps(history.runs)],
    steps: run === undefined ? [] : stepsOf(run.manifest, isLate),
    checks: await checkHistory(runs),
    people: await peopleTrend(history, runs),
    resources,
  };
}

async function newestFacts(run: Run, { to }: Period): Promise<NewestFacts> {
  const facts = runFacts(run);
  const checks = await checkFacts(run);
  const count = (severity: string) => facts.conditions.filter((each) => each.severity === severity).length;
  return {
    run: facts,
    ageHours: Math.floor((Date.parse(to) - startOf(run)) / HOUR_MS),
    conditions: Object.fromEntries(
      severities.map((each) => [each, count(each)]),
    ) as NewestFacts['conditions'],
    counts: checks?.counts ?? null,
    open: checks?.open ?? null,
    unread: checks?.unread ?? [],
  };
}

function newestGaps(newest: NewestFacts | null, { to }: Period): readonly string[] {
  if (newest === null) return [`no run at or before ${to}`];
  const { run, counts, unread } = newest;
  const named = endingsText(run.gaps);
  return [
    ...(run.isExpired ? ['the files of the newest snapshot are gone, since their retention has ended'] : []),
    ...(run.status === 'failed' ? ['the newest run failed: nothing but the workspace itself was read'] : []),
    ...(named.length === 0 ? [] : [`the newest snapshot is not complete: ${named.join('; ')}`]),
    ...(unread.length === 0
      ? []
      : [`not all was read in the newest snapshot that these need: ${unread.join(', ')}`]),
    ...(counts === null ? ['no answers of checks were sealed with the newest snapshot'] : []),
  ];
}
