/** The state of a connection's evidence, in words for a person at a terminal. */
import type { CommandOutput } from './command.ts';
import type { ConnectionState, ConnectionStatus } from './connection-status.ts';
import { describeFleet, fleetOf, STANDINGS, standingOf } from './fleet.ts';
import { describeOverview, type Glance } from './glance.ts';
import { countConditions, describeOpen } from './open-conditions.ts';
import { describeNotOffered, describeOrigin } from './run-text.ts';
import { WINDOW_DAYS } from './status-records.ts';

const MOST_NAMED = 10;
const MOST_NAMED_GOOD = 3;

/** Returns the connections at a glance, and what needs a person. */
export function describeStatuses(
  states: readonly ConnectionState[],
): Pick<CommandOutput, 'text' | 'verboseText'> {
  return describeOverview({
    summary: describeFleet(fleetOf(states)),
    headings: ['status', 'last run', 'last good', 'missing', 'token', 'open conditions'],
    glances: states.map(glanceOf),
    details: (isFull) => states.map((state) => describeStatus(state, isFull)),
  });
}

function glanceOf(state: ConnectionState): Glance {
  const { connection, exitCode } = state;
  if ('error' in state) {
    const { message, hint } = state.error;
    const needs = [`status unknown: ${message}.${hint === undefined ? '' : ` ${hint}`}`];
    return {
      connection,
      exitCode,
      order: orderOf(state),
      cells: ['unknown', '-', '-', '-', '-', '-'],
      needs,
    };
  }
  const { last, overdueSince, countedFrom, missingSlots, expectedSlots, foreignRuns } = state;
  const isLate = overdueSince !== null || (last !== null && countedFrom === null);
  return {
    connection,
    exitCode,
    order: orderOf(state),
    cells: [
      last === null ? 'nothing yet' : `${last.status}${isLate ? ', overdue' : ''}`,
      last === null ? '-' : toMinute(last.at),
      toMinute(oldestOf(state.lastGood)),
      expectedSlots === null ? '-' : `${missingSlots.length} of ${expectedSlots}`,
      state.tokenAgeDays === null ? '-' : `${state.tokenAgeDays} d`,
      last === null ? '-' : countConditions(last.conditions),
    ],
    needs: [
      ...(last === null ? ['nothing has been collected yet.'] : []),
      ...describeOpen(last?.conditions ?? []),
      ...(state.chainProblem === null ? [] : [`the chain is not as it was left: ${state.chainProblem}.`]),
      ...describeOverdue(state),
      ...(foreignRuns === 0 ? [] : [`${foreignText(foreignRuns)}.`]),
    ],
  };
}

const orderOf = (state: ConnectionState) => STANDINGS.indexOf(standingOf(state));

/** Since when everything is good that ever was: the oldest of the last good readings. */
function oldestOf(lastGood: ConnectionStatus['lastGood']): string | undefined {
  return Object.values(lastGood).toSorted()[0];
}

const toMinute = (instant: string | undefined) =>
  instant === undefined ? '-' : instant.slice(0, 16).concat('Z');

function describeOverdue({ last, overdueSince, countedFrom }: ConnectionStatus): readonly string[] {
  if (overdueSince !== null) return [`overdue: a run was expected by ${overdueSince}.`];
  const isUnknown = last !== null && countedFrom === null;
  return isUnknown ? ['it is unknown whether a run is overdue: every record is dated after now.'] : [];
}

function foreignText(count: number): string {
  return `${count} ${count === 1 ? 'run' : 'runs'} of another workspace ${count === 1 ? 'counts' : 'count'} for nothing`;
}

/** Returns several lines about one connection, the verdict first. */
function describeStatus(state: ConnectionState, isFull: boolean): string {
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
    ...(state.foreignRuns === 0 ? [] : [`  not ours    ${foreignText(state.foreignRuns)}`]),
    ...describeAhead(state),
    ...describeSlots(state),
    `  token age   ${state.tokenAgeDays === null ? 'unknown' : `at least ${state.tokenAgeDays} days`}`,
    ...describeLastGood(state.lastGood, isFull),
    ...(last.notOffered === undefined ? [] : [`  absent      ${describeNotOffered(last.notOffered)}`]),
    ...last.conditions.map(
      ({ severity, condition, summary, since }) => `  ${severity}: ${condition}: ${summary} (since ${since})`,
    ),
  ].join('\n');
}

/** By the instant, newest first; one line where all agree. */
function describeLastGood(lastGood: ConnectionStatus['lastGood'], isFull: boolean): readonly string[] {
  const names = Object.keys(lastGood);
  if (isFull) return names.map((name) => `  last good   ${name}  ${lastGood[name]}`);
  const instants = [...new Set(Object.values(lastGood))].sort().reverse();
  return instants.map((instant) => {
    const own = names.filter((name) => lastGood[name] === instant);
    const more = own.length > MOST_NAMED_GOOD ? `, and ${own.length - MOST_NAMED_GOOD} more` : '';
    const listed = `${own.slice(0, MOST_NAMED_GOOD).join(', ')}${more}`;
    return `  last good   ${instant}  ${own.length === names.length ? `all ${own.length} resources` : listed}`;
  });
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
