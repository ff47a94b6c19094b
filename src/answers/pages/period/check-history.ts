/** What each check said from run to run. One run's answers are held at a time, so that a year streams. Plain data. */
import { severities } from '../../../../schemas/condition.ts';
import type { Run } from '../../../verify/read-history.ts';
import {
  CHECK_STATES,
  type CheckState,
  checkFacts,
  type OpenCounts,
  type StateCounts,
  type StatedResult,
} from '../check-facts.ts';
import { type Standing, standingFrom } from '../standing.ts';
import { lengthOf, type RunName, runName, type Stretch, Stretches } from './period-runs.ts';

/** `unasked`: no answer of it was sealed with the run. */
export type AskedState = CheckState | 'unasked';

export interface CheckHistory {
  readonly standing: Standing;
  readonly runs: readonly CheckedRun[];
  /** Of the first and the last run that have answers; null: none has. */
  readonly atStart: StateCounts | null;
  readonly atEnd: StateCounts | null;
  /** How many runs have no answers. */
  readonly unasked: number;
  /** What needs a person at the end first. */
  readonly checks: readonly CheckLine[];
}

/** null: no answers were sealed with it. */
export interface CheckedRun extends RunName {
  readonly counts: StateCounts | null;
  readonly open: OpenCounts | null;
}

export interface CheckLine {
  readonly checkId: string;
  readonly title: string;
  readonly severity: StatedResult['severity'];
  readonly stretches: readonly Stretch<AskedState>[];
  /** What it says of the last run of the period. */
  readonly atEnd: AskedState;
  /** In how many runs it failed, accepted or not, and in how many nobody could tell. */
  readonly failed: number;
  readonly untold: number;
}

/** @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED */
export async function checkHistory(runs: readonly Run[]): Promise<CheckHistory> {
  const lines = new Map<string, { about: StatedResult; stretches: Stretches<AskedState> }>();
  /** Of which nobody could tell because of a gap. */
  const unread = new Set<string>();
  const counted: CheckedRun[] = [];
  for (const [place, run] of runs.entries()) {
    const facts = await checkFacts(run);
    counted.push({ ...runName(run), counts: facts?.counts ?? null, open: facts?.open ?? null });
    for (const checkId of facts?.unread ?? []) unread.add(checkId);
    for (const result of facts?.results ?? []) {
      const line = lines.get(result.checkId) ?? { about: result, stretches: new Stretches('unasked') };
      line.stretches.take(place, result.state);
      lines.set(result.checkId, { about: result, stretches: line.stretches });
    }
  }
  const checks = [...lines.values()].map(({ about, stretches }) =>
    lineOf(about, stretches.upTo(runs.length)),
  );
  const asked = counted.flatMap(({ counts }) => counts ?? []);
  const unasked = counted.length - asked.length;
  const broken = checks.filter(({ atEnd }) => atEnd === 'error').length;
  const why = [
    ...(unasked === 0 ? [] : [`no answers of checks were sealed with ${unasked} of ${counted.length} runs`]),
    ...(unread.size === 0
      ? []
      : [`not all was read in each run that these need: ${[...unread].sort().join(', ')}`]),
    ...(broken === 0 ? [] : [`${broken} checks are broken`]),
  ];
  return {
    standing: asked.length === 0 ? { kind: 'unread', why } : standingFrom(why),
    runs: counted,
    atStart: asked[0] ?? null,
    atEnd: asked.at(-1) ?? null,
    unasked,
    checks: checks.toSorted((one, other) => rankOf(one) - rankOf(other)),
  };
}

function lineOf(
  { checkId, title, severity }: StatedResult,
  stretches: readonly Stretch<AskedState>[],
): CheckLine {
  return {
    checkId,
    title,
    severity,
    stretches,
    atEnd: stretches.at(-1)?.state ?? 'unasked',
    failed: lengthOf(stretches, (state) => state === 'fail' || state === 'accepted'),
    untold: lengthOf(stretches, (state) => ['indeterminate', 'unasked', 'error'].includes(state)),
  };
}

/** `unasked` before what holds, as what nobody can tell. */
const ORDER: readonly AskedState[] = CHECK_STATES.flatMap((state) =>
  state === 'indeterminate' ? [state, 'unasked'] : [state],
);

const rankOf = ({ atEnd, severity }: CheckLine) =>
  ORDER.indexOf(atEnd) * severities.length + severities.indexOf(severity);
