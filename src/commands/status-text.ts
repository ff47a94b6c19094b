/** The state of a connection's evidence, in words for a person at a terminal. */
import type { Predicate } from '../../schemas/chain.ts';
import type { ExitCode } from '../errors.ts';
import type { LateSlot } from '../schedule/tally.ts';
import { describeOrigin } from './run-text.ts';
import { WINDOW_DAYS } from './status-records.ts';

export interface AheadRecord {
  readonly chain: number;
  readonly seq: number;
  readonly at: string;
  readonly slot: string | null;
}

export interface ConnectionStatus {
  readonly connection: string;
  readonly exitCode: ExitCode;
  readonly last:
    | (Pick<Predicate, 'status' | 'workspace' | 'origin' | 'conditions'> & {
        readonly at: string;
        readonly seq: number;
      })
    | null;
  /** Start of the run that the next one is counted from; null: none is dated before now. */
  readonly countedFrom: string | null;
  readonly overdueSince: string | null;
  readonly chainProblem: string | null;
  readonly tokenAgeDays: number | null;
  /** Of the last 90 days. */
  readonly runs: { readonly complete: number; readonly partial: number; readonly failed: number };
  /** Null where there is no schedule, or no run to count from. */
  readonly expectedSlots: number | null;
  /** Slots of the schedule without a complete record. */
  readonly missingSlots: readonly string[];
  /** Slots whose complete record was made more than the time of grace after them. */
  readonly lateSlots: readonly LateSlot[];
  /** Records dated after now: nothing is counted from them. */
  readonly aheadRecords: readonly AheadRecord[];
  readonly lastGood: Readonly<Record<string, string>>;
}

export interface UnknownStatus {
  readonly connection: string;
  readonly exitCode: ExitCode;
  readonly error: { readonly code: string; readonly message: string; readonly hint?: string };
}

export type ConnectionState = ConnectionStatus | UnknownStatus;

const MOST_NAMED = 10;

/** Returns several lines about one connection, the verdict first. */
export function describeStatus(state: ConnectionState): string {
  if ('error' in state) {
    const { message, hint } = state.error;
    return [`${state.connection}: status unknown`, `  ${message}`, ...(hint ? [`  ${hint}`] : [])].join('\n');
  }
  const { last, runs } = state;
  if (last === null) {
    const problem = state.chainProblem === null ? '' : `; the chain cannot be read: ${state.chainProblem}`;
    return `${state.connection}: nothing has been collected yet${problem}`;
  }
  return [
    `${state.connection}: ${last.status}, last run ${last.at} (record ${last.seq})`,
    `  of          ${describeOrigin(last)}`,
    ...(state.overdueSince === null ? [] : [`  overdue     a run was expected by ${state.overdueSince}`]),
    ...(state.countedFrom === null ? ['  overdue     unknown: every record is dated after now'] : []),
    ...(state.chainProblem === null ? [] : [`  chain       unexpected state: ${state.chainProblem}`]),
    `  last ${WINDOW_DAYS} days  ${runs.complete} complete, ${runs.partial} partial, ${runs.failed} failed`,
    ...describeAhead(state),
    ...describeSlots(state),
    `  token age   ${state.tokenAgeDays === null ? 'unknown' : `at least ${state.tokenAgeDays} days`}`,
    ...Object.entries(state.lastGood).map(([name, at]) => `  last good   ${name}  ${at}`),
    ...last.conditions.map(
      ({ severity, condition, summary, since }) => `  ${severity}: ${condition}: ${summary} (since ${since})`,
    ),
  ].join('\n');
}

function describeAhead({ aheadRecords }: ConnectionStatus): readonly string[] {
  if (aheadRecords.length === 0) return [];
  const many = aheadRecords.length === 1 ? '1 record is' : `${aheadRecords.length} records are`;
  const named = aheadRecords.slice(0, MOST_NAMED);
  return [
    `  ahead       ${many} dated after now: a clock is or was wrong; they are not counted`,
    ...named.map(({ chain, seq, at }) => `              ${at} (record ${seq} of chain ${chain})`),
  ];
}

function describeSlots({ expectedSlots, missingSlots, lateSlots }: ConnectionStatus): readonly string[] {
  if (expectedSlots === null) return [];
  const late = lateSlots.length === 0 ? '' : `, ${lateSlots.length} collected late`;
  return [
    `  schedule    ${expectedSlots} expected, ${missingSlots.length} without a complete record${late}`,
    ...missingSlots.slice(0, MOST_NAMED).map((slot) => `              missing ${slot}`),
    ...lateSlots
      .slice(0, MOST_NAMED)
      .map(({ slot, collectedAt }) => `              late ${slot}, collected ${collectedAt}`),
  ];
}
