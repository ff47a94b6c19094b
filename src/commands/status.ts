/** `status`: expected and present runs, overdue runs, open conditions, and the last good evidence. */
import type { Predicate } from '../../schemas/chain.ts';
import { readRecords } from '../commit/history.ts';
import type { EffectiveConnection, LoadedConfig } from '../config/effective.ts';
import type { Surroundings } from '../deps.ts';
import { EvidenceError, EXIT, InterruptedError, StoreError } from '../errors.ts';
import { newestSlotRun } from '../run/missed-slots.ts';
import { ageInDays, tokenSince } from '../run/token.ts';
import { expectedBy, overdueSince } from '../schedule/expected.ts';
import { type Tally, tallySlots } from '../schedule/tally.ts';
import { chooseConnections } from './choose.ts';
import type { CommandOutput } from './command.ts';
import type { AheadRecord, ConnectionState, ConnectionStatus } from './connection-status.ts';
import { exitOfRecord, worstExit } from './exit.ts';
import { fleetOf, standingOf } from './fleet.ts';
import { Openings } from './openings.ts';
import { notOffered } from './run-text.ts';
import { sideBySide } from './side-by-side.ts';
import { describeMetrics, type Measured } from './status-metrics.ts';
import { isForeign, lastGoodOf, type RecentRecords, readRecent } from './status-records.ts';
import { describeStatuses } from './status-text.ts';

export interface StatusOptions {
  readonly connections: readonly string[];
  readonly config: LoadedConfig;
  readonly surroundings: Surroundings;
  /** Default: for a person. */
  readonly format?: StatusFormat | undefined;
}

export const STATUS_FORMATS = ['text', 'metrics'] as const;
export type StatusFormat = (typeof STATUS_FORMATS)[number];

/** Of a bucket nearly all of the time is waiting. */
const CHAINS_AT_ONCE = 16;

/** What there is to say of a connection. */
interface Found extends Measured {
  readonly state: ConnectionState;
}

/** Returns the state of each connection's evidence. Exit 0: everything fresh and complete. */
export async function status(options: StatusOptions): Promise<CommandOutput> {
  const chosen = chooseConnections(options.config, options.connections);
  const openings = new Openings(options.surroundings.env);
  const found = await sideBySide(
    chosen,
    (connection) => stateOf(connection, openings, options.surroundings.now()),
    CHAINS_AT_ONCE,
  );
  const states = found.map(({ state }) => state);
  const isEmpty = states.every((state) => 'last' in state && state.last === null);
  return {
    exitCode: isEmpty ? EXIT.cannotJudge : worstExit(states.map(({ exitCode }) => exitCode)),
    json: {
      schema: 'segment-evidence/status/v1',
      fleet: fleetOf(states),
      connections: states.map((state) => ({ ...state, standing: standingOf(state) })),
    },
    ...(options.format === 'metrics'
      ? { text: describeMetrics(found, options.surroundings.now()) }
      : describeStatuses(states)),
  };
}

/** A connection that cannot be checked leaves the others alone. */
async function stateOf(connection: EffectiveConnection, openings: Openings, now: Date): Promise<Found> {
  try {
    return await statusOf(connection, openings, now);
  } catch (error) {
    if (!(error instanceof EvidenceError) || error instanceof InterruptedError) throw error;
    const { code, message, hint, exitCode } = error;
    const state = {
      connection: connection.name,
      // To a reader it is nothing that failed: only a newer version can say what it is.
      exitCode: error instanceof StoreError && error.isNewer ? EXIT.cannotJudge : exitCode,
      error: { code, message, ...(hint === undefined ? {} : { hint }) },
    };
    return { connection, heads: undefined, state };
  }
}

async function statusOf(connection: EffectiveConnection, openings: Openings, now: Date): Promise<Found> {
  const archive = await openings.archiveOf(connection);
  const history = await readRecords(archive);
  const recent = await readRecent(archive, history, { now, workspacePin: connection.workspacePin });
  const before = await newestSlotRun(archive, history, now);
  const expected = before === undefined ? null : expectedBy(connection, before);
  const overdue = overdueSince(expected, now.getTime());
  const last = history.last?.statement.predicate;
  const slots = slotsOf(connection, recent, now);
  const isOurs = last !== undefined && !isForeign(last, connection.workspacePin);
  // Whether evidence is fresh is unknown while every record is dated after now.
  const isFresh = before !== undefined && overdue === null && history.broken === undefined;
  const state = {
    connection: connection.name,
    exitCode: isOurs && isFresh ? exitOfRecord(last) : EXIT.incomplete,
    last: last === undefined ? null : lastOf(last),
    countedFrom: before?.startedAt ?? null,
    overdueSince: overdue,
    chainProblem: history.broken ?? null,
    tokenAgeDays: tokenAge(connection, recent.ours, now),
    runs: {
      complete: count(recent.counted, 'complete'),
      partial: count(recent.counted, 'partial'),
      failed: count(recent.counted, 'failed'),
    },
    foreignRuns: recent.foreign.length,
    expectedSlots: slots?.expected ?? null,
    missingSlots: slots?.missing ?? [],
    lateSlots: slots?.late ?? [],
    aheadRecords: recent.ahead.map(aheadOf),
    lastGood: lastGoodOf(recent.counted),
  } satisfies ConnectionStatus;
  return { connection, heads: { last, before }, state };
}

function lastOf({
  status: state,
  workspace,
  origin,
  conditions,
  resources,
  run,
  chain,
}: Predicate): ConnectionStatus['last'] {
  const unoffered = notOffered(resources);
  const absent = unoffered.length === 0 ? {} : { notOffered: unoffered };
  return { at: run.startedAt, seq: chain.seq, status: state, workspace, origin, conditions, ...absent };
}

function aheadOf({ chain, run }: Predicate): AheadRecord {
  return { chain: chain.number, seq: chain.seq, at: run.startedAt, slot: run.slot };
}

const count = (records: readonly Predicate[], state: Predicate['status']) =>
  records.filter((record) => record.status === state).length;

function tokenAge(
  { tokenIssuedAt }: EffectiveConnection,
  records: readonly Predicate[],
  now: Date,
): number | null {
  const token = records.find((record) => record.token !== null)?.token;
  return ageInDays(tokenSince(token?.firstSeenAt, [tokenIssuedAt, token?.storedAt]), now) ?? null;
}

function slotsOf(
  { schedule, timezone }: EffectiveConnection,
  { counted, from }: RecentRecords,
  now: Date,
): Tally | undefined {
  if (schedule === undefined || from === undefined) return undefined;
  const complete = counted.filter(({ status: state }) => state === 'complete').map(({ run }) => run);
  return tallySlots({ schedule, timezone }, from, now, complete);
}
