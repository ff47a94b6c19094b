/** What the checks that were sealed with a run say, counted and in the order in which a person needs it. Plain data. */
import { type CheckResult, type CheckResults, checkAreas } from '../../../schemas/check-results.ts';
import { type Condition, severities } from '../../../schemas/condition.ts';
import type { Run } from '../../verify/read-history.ts';
import { isUnread } from '../checks/check-answer.ts';

/** `accepted`: it fails, and somebody has accepted that for a time. It is no pass. */
export type CheckState = CheckResult['outcome'] | 'accepted';

/** What needs a person first; what nobody can tell comes before all that holds. */
export const CHECK_STATES: readonly CheckState[] = [
  'fail',
  'error',
  'accepted',
  'warn',
  'indeterminate',
  'not_configured',
  'pass',
  'not_applicable',
];

export type StateCounts = Readonly<Record<CheckState, number>>;

/** Of what fails, and nobody has accepted. */
export type OpenCounts = Readonly<Record<Condition['severity'], number>>;

export interface CheckFacts {
  readonly evaluatedAt: string;
  readonly catalog: CheckResults['catalog'];
  readonly total: number;
  readonly counts: StateCounts;
  readonly open: OpenCounts;
  /** Of how many something was not read that they need: nobody can tell because of a gap. */
  readonly unread: readonly string[];
  /** Only areas that have checks. */
  readonly areas: readonly { readonly area: string; readonly counts: StateCounts }[];
  /** All of them, what needs a person first. */
  readonly results: readonly StatedResult[];
}

export interface StatedResult extends CheckResult {
  readonly state: CheckState;
}

/**
 * Returns what was sealed; undefined where nothing was.
 * @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED
 */
export async function checkFacts(run: Run): Promise<CheckFacts | undefined> {
  const sealed = await run.checkResults();
  if (sealed === undefined) return undefined;
  const stated = sealed.results.map((result) => ({ ...result, state: stateOf(result) }));
  const rank = ({ state, severity }: StatedResult) =>
    CHECK_STATES.indexOf(state) * severities.length + severities.indexOf(severity);
  return {
    evaluatedAt: sealed.evaluatedAt,
    catalog: sealed.catalog,
    total: stated.length,
    counts: countsOf(stated),
    open: openOf(stated),
    unread: stated
      .filter((result) => result.outcome === 'indeterminate' && isUnread(result, run))
      .map(({ checkId }) => checkId),
    areas: checkAreas.flatMap((area) => {
      const own = stated.filter((result) => result.area === area);
      return own.length === 0 ? [] : [{ area, counts: countsOf(own) }];
    }),
    results: stated.toSorted((one, other) => rank(one) - rank(other)),
  };
}

const stateOf = ({ outcome, waiver }: CheckResult): CheckState =>
  outcome === 'fail' && waiver?.state === 'accepted' ? 'accepted' : outcome;

function countsOf(results: readonly StatedResult[]): StateCounts {
  const entries = CHECK_STATES.map((state) => [state, results.filter((each) => each.state === state).length]);
  return Object.fromEntries(entries) as StateCounts;
}

function openOf(results: readonly StatedResult[]): OpenCounts {
  const open = results.filter(({ state }) => state === 'fail');
  const entries = severities.map((each) => [each, open.filter(({ severity }) => severity === each).length]);
  return Object.fromEntries(entries) as OpenCounts;
}
