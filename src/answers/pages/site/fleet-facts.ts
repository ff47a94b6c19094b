/** All connections of a site side by side: what needs somebody first. What cannot be read is among them by name. Plain data. */
import { rowStates } from '../../../../schemas/commands/report.ts';
import type { ExitCode } from '../../../errors.ts';
import type { Period } from '../period/period-runs.ts';
import type { DayFacts } from '../period/slot-facts.ts';
import type { ConnectionFacts } from './connection-facts.ts';

/** `unread`: nothing of it is verified; `empty`: it has no evidence; `late`: its newest run is missing. */
export type RowState = (typeof rowStates)[number];

/** Of a connection that was read, what the fleet shows of it; a thousand of these are held at once. */
export interface ReadRow
  extends Pick<
    ConnectionFacts,
    'connection' | 'period' | 'workspace' | 'isCopy' | 'origins' | 'newest' | 'gaps' | 'steps'
  > {
  readonly kind: 'read';
  readonly state: RowState;
  readonly counts: ConnectionFacts['calendar']['counts'];
  readonly days: readonly Pick<DayFacts, 'day' | 'state'>[];
}

/** Of one that was not: why, and nothing else. */
export interface UnreadRow {
  readonly kind: 'unread';
  readonly state: RowState;
  readonly connection: string;
  /** As `verify` would end. */
  readonly exitCode: ExitCode;
  /** What is wrong with it, a sentence each; at least one. */
  readonly problems: readonly string[];
  readonly steps: readonly string[];
  /** Whether its name is none that a connection can have: then it has no page. */
  readonly isNameless: boolean;
}

export type FleetRow = ReadRow | UnreadRow;

export interface FleetFacts {
  readonly period: Period;
  readonly rows: readonly FleetRow[];
  readonly counts: FleetCounts;
  /** By connection, a sentence each without its full stop; empty: every connection is covered. */
  readonly gaps: readonly string[];
}

export interface FleetCounts {
  readonly connections: number;
  /** That cannot be read or verified, or have no evidence. */
  readonly unread: number;
  /** Of the others: whose newest snapshot is complete, and every run that was due. */
  readonly covered: number;
  readonly due: number;
  readonly missing: number;
  /** Over the newest snapshots. */
  readonly failing: number;
  readonly untold: number;
  readonly critical: number;
}

export function readRow(facts: ConnectionFacts): ReadRow {
  const { connection, period, workspace, isCopy, origins, newest, gaps, steps, calendar } = facts;
  return {
    kind: 'read',
    state: stateOf(facts),
    ...{ connection, period, workspace, isCopy, origins, newest, gaps, steps },
    counts: calendar.counts,
    days: calendar.days.map(({ day, state }) => ({ day, state })),
  };
}

function stateOf({ newest, isLate, gaps }: ConnectionFacts): RowState {
  if (newest === null) return 'empty';
  if (newest.run.status === 'failed') return 'failed';
  if (isLate) return 'late';
  if (newest.run.status === 'partial' || newest.run.isExpired) return 'partial';
  return gaps.length === 0 ? 'covered' : 'uncovered';
}

export function fleetFacts(rows: readonly FleetRow[], period: Period): FleetFacts {
  const rank = ({ state }: FleetRow) => rowStates.indexOf(state);
  const sorted = rows.toSorted(
    (one, other) => rank(one) - rank(other) || (one.connection < other.connection ? -1 : 1),
  );
  return { period, rows: sorted, counts: countsOf(sorted), gaps: sorted.flatMap(gapsOf) };
}

function countsOf(rows: readonly FleetRow[]): FleetCounts {
  const read = rows.filter((row) => row.kind === 'read');
  const sum = (of: (row: ReadRow) => number) => read.reduce((total, row) => total + of(row), 0);
  return {
    connections: rows.length,
    unread: rows.length - read.length,
    covered: read.filter(({ state }) => state === 'covered').length,
    due: sum(({ counts }) => counts.due),
    missing: sum(({ counts }) => counts.missing),
    failing: sum(({ newest }) => newest?.counts?.fail ?? 0),
    untold: sum(({ newest }) => newest?.counts?.indeterminate ?? 0),
    critical: sum(({ newest }) => newest?.conditions.critical ?? 0),
  };
}

/** Each reason of a connection once, with its name: a fleet is covered when each of it is. */
const gapsOf = (row: FleetRow): readonly string[] =>
  (row.kind === 'read' ? row.gaps : row.problems).map((why) => `${row.connection}: ${why}`);
