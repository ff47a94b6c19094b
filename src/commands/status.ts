/** `status`: expected and present runs, overdue runs, open conditions, and the last good evidence. */
import type { Predicate } from '../../schemas/chain.ts';
import { readRecords } from '../commit/history.ts';
import type { EffectiveConnection, LoadedConfig } from '../config/effective.ts';
import { openSigner, openStore, previousKeysOf, type Surroundings } from '../deps.ts';
import { EvidenceError, EXIT, InterruptedError, StoreError } from '../errors.ts';
import { newestSlotRun } from '../run/missed-slots.ts';
import { ageInDays, tokenSince } from '../run/token.ts';
import { expectedBy, overdueSince } from '../schedule/expected.ts';
import { type Tally, tallySlots } from '../schedule/tally.ts';
import { chooseConnections } from './choose.ts';
import type { CommandOutput } from './command.ts';
import { exitOfRecord, worstExit } from './exit.ts';
import { isForeign, lastGoodOf, type RecentRecords, readRecent } from './status-records.ts';
import {
  type AheadRecord,
  type ConnectionState,
  type ConnectionStatus,
  describeStatuses,
} from './status-text.ts';

export interface StatusOptions {
  readonly connections: readonly string[];
  readonly config: LoadedConfig;
  readonly surroundings: Surroundings;
}

/** Returns the state of each connection's evidence. Exit 0: everything fresh and complete. */
export async function status(options: StatusOptions): Promise<CommandOutput> {
  const chosen = chooseConnections(options.config, options.connections);
  const states: ConnectionState[] = [];
  for (const connection of chosen) states.push(await stateOf(connection, options.surroundings));
  const isEmpty = states.every((state) => 'last' in state && state.last === null);
  return {
    exitCode: isEmpty ? EXIT.cannotJudge : worstExit(states.map(({ exitCode }) => exitCode)),
    json: { schema: 'segment-evidence/status/v1', connections: states },
    ...describeStatuses(states),
  };
}

/** A connection that cannot be checked leaves the others alone. */
async function stateOf(
  connection: EffectiveConnection,
  surroundings: Surroundings,
): Promise<ConnectionState> {
  try {
    return await statusOf(connection, surroundings);
  } catch (error) {
    if (!(error instanceof EvidenceError) || error instanceof InterruptedError) throw error;
    const { code, message, hint, exitCode } = error;
    return {
      connection: connection.name,
      // To a reader it is nothing that failed: only a newer version can say what it is.
      exitCode: error instanceof StoreError && error.isNewer ? EXIT.cannotJudge : exitCode,
      error: { code, message, ...(hint === undefined ? {} : { hint }) },
    };
  }
}

async function statusOf(
  connection: EffectiveConnection,
  surroundings: Surroundings,
): Promise<ConnectionStatus> {
  const signer = await openSigner(connection.signingKeyRef, surroundings.env);
  const archive = {
    store: openStore(connection, surroundings.env),
    connection: connection.name,
    signer,
    previousKeys: previousKeysOf(connection),
  };
  const history = await readRecords(archive);
  const now = surroundings.now();
  const recent = await readRecent(archive, history, { now, workspacePin: connection.workspacePin });
  const before = await newestSlotRun(archive, history, now);
  const expected = before === undefined ? null : expectedBy(connection, before);
  const overdue = overdueSince(expected, now.getTime());
  const last = history.last?.statement.predicate;
  const slots = slotsOf(connection, recent, now);
  const isOurs = last !== undefined && !isForeign(last, connection.workspacePin);
  // Whether evidence is fresh is unknown while every record is dated after now.
  const isFresh = before !== undefined && overdue === null && history.broken === undefined;
  return {
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
  };
}

function lastOf({
  status: state,
  workspace,
  origin,
  conditions,
  run,
  chain,
}: Predicate): ConnectionStatus['last'] {
  return { at: run.startedAt, seq: chain.seq, status: state, workspace, origin, conditions };
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
