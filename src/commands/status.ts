/** `status`: which runs there should be and which there are, what is still good, and since when. */
import type { Predicate } from '../../schemas/chain.ts';
import { readBackwards, readHistory } from '../commit/history.ts';
import type { EffectiveConnection, LoadedConfig } from '../config/effective.ts';
import { openSigner, openStore, type Surroundings } from '../deps.ts';
import { EvidenceError, EXIT, type ExitCode, InterruptedError } from '../errors.ts';
import { tokenSince } from '../run/token.ts';
import { slotsBetween } from '../schedule/slots.ts';
import { chooseConnections } from './choose.ts';
import type { CommandOutput } from './command.ts';
import { worstExit } from './exit.ts';
import { describeOrigin } from './run-text.ts';

export interface StatusOptions {
  readonly connections: readonly string[];
  readonly config: LoadedConfig;
  readonly surroundings: Surroundings;
}

/** How far back runs are counted. */
const WINDOW_DAYS = 90;
const DAY_MS = 24 * 60 * 60 * 1000;
const MOST_NAMED = 10;

interface ConnectionStatus {
  readonly connection: string;
  readonly exitCode: ExitCode;
  readonly last:
    | (Pick<Predicate, 'status' | 'workspace' | 'origin' | 'conditions'> & {
        readonly at: string;
        readonly seq: number;
      })
    | null;
  readonly overdueSince: string | null;
  readonly chainProblem: string | null;
  readonly tokenAgeDays: number | null;
  /** Of the last 90 days. */
  readonly runs: { readonly complete: number; readonly partial: number; readonly failed: number };
  /** Slots of the schedule without a complete record; null where there is no schedule. */
  readonly expectedSlots: number | null;
  readonly missingSlots: readonly string[];
  readonly lastGood: Readonly<Record<string, string>>;
}

interface UnknownStatus {
  readonly connection: string;
  readonly exitCode: ExitCode;
  readonly error: { readonly code: string; readonly message: string; readonly hint?: string };
}

type ConnectionState = ConnectionStatus | UnknownStatus;

/** Returns the state of each connection's evidence. Exit 0: everything fresh and complete. */
export async function status(options: StatusOptions): Promise<CommandOutput> {
  const chosen = chooseConnections(options.config.connections, options.connections);
  const states: ConnectionState[] = [];
  for (const connection of chosen) states.push(await stateOf(connection, options.surroundings));
  const isEmpty = states.every((state) => 'last' in state && state.last === null);
  return {
    exitCode: isEmpty ? EXIT.cannotJudge : worstExit(states.map(({ exitCode }) => exitCode)),
    json: { schema: 'segment-evidence/status/v1', connections: states },
    text: states.map(describe).join('\n\n'),
  };
}

/** A connection that cannot be looked at leaves the others alone. */
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
      exitCode,
      error: { code, message, ...(hint === undefined ? {} : { hint }) },
    };
  }
}

async function statusOf(
  connection: EffectiveConnection,
  surroundings: Surroundings,
): Promise<ConnectionStatus> {
  const signer = await openSigner(connection.signingKeyRef, surroundings.env);
  const archive = { store: openStore(connection, surroundings.env), connection: connection.name, signer };
  const history = await readHistory(archive, surroundings.newLogId);
  const nowMs = surroundings.now().getTime();
  const fromMs = nowMs - WINDOW_DAYS * DAY_MS;
  const recent: Predicate[] = [];
  const lastGood: Record<string, string> = {};
  for await (const { statement } of readBackwards(archive, history.last)) {
    const { predicate } = statement;
    if (Date.parse(predicate.run.startedAt) < fromMs) break;
    recent.push(predicate);
    for (const { name, outcome } of predicate.resources) {
      if (outcome === 'complete') lastGood[name] ??= predicate.run.startedAt;
    }
  }
  const last = history.last?.statement.predicate;
  const expectedBy = last?.run.expectedNextBy;
  const overdueSince = expectedBy !== undefined && Date.parse(expectedBy) < nowMs ? expectedBy : null;
  const slots = expectedSlots(connection, recent, nowMs);
  const isGood = last?.status === 'complete' && overdueSince === null && history.broken === undefined;
  return {
    connection: connection.name,
    exitCode: isGood ? EXIT.done : EXIT.incomplete,
    last: last === undefined ? null : lastOf(last),
    overdueSince,
    chainProblem: history.broken ?? null,
    tokenAgeDays: tokenAge(connection, recent, nowMs),
    runs: {
      complete: count(recent, 'complete'),
      partial: count(recent, 'partial'),
      failed: count(recent, 'failed'),
    },
    expectedSlots: slots?.expected ?? null,
    missingSlots: slots?.missing ?? [],
    lastGood,
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

const count = (records: readonly Predicate[], state: Predicate['status']) =>
  records.filter((record) => record.status === state).length;

function tokenAge(
  connection: EffectiveConnection,
  recent: readonly Predicate[],
  nowMs: number,
): number | null {
  const seenAt = recent.find(({ token }) => token !== null)?.token?.firstSeenAt;
  const { tokenIssuedAt } = connection;
  const since = seenAt === undefined ? tokenIssuedAt : tokenSince(seenAt, [tokenIssuedAt]);
  return since === undefined ? null : Math.floor((nowMs - Date.parse(since)) / DAY_MS);
}

/** Slots since the first record of the window, and those that no complete record fills. */
function expectedSlots(
  { schedule, timezone }: EffectiveConnection,
  recent: readonly Predicate[],
  nowMs: number,
): { readonly expected: number; readonly missing: readonly string[] } | undefined {
  const first = recent.at(-1);
  if (schedule === undefined || first === undefined) return undefined;
  const filled = new Set(
    recent.flatMap(({ status: state, run }) =>
      state === 'complete' && run.slot !== null ? [Date.parse(run.slot)] : [],
    ),
  );
  const slots = slotsBetween(schedule, timezone, new Date(first.run.startedAt), new Date(nowMs));
  const missing = slots.filter((slot) => !filled.has(slot.getTime())).map((slot) => slot.toISOString());
  return { expected: slots.length, missing };
}

function describe(state: ConnectionState): string {
  if ('error' in state) {
    const { message, hint } = state.error;
    return [`${state.connection}: cannot be told`, `  ${message}`, ...(hint ? [`  ${hint}`] : [])].join('\n');
  }
  const { last, runs } = state;
  if (last === null) {
    const problem = state.chainProblem === null ? '' : `; the chain cannot be read: ${state.chainProblem}`;
    return `${state.connection}: nothing has been collected yet${problem}`;
  }
  const missing = state.missingSlots.slice(0, MOST_NAMED);
  return [
    `${state.connection}: ${last.status}, last run ${last.at} (record ${last.seq})`,
    `  of          ${describeOrigin(last)}`,
    ...(state.overdueSince === null ? [] : [`  overdue     a run was expected by ${state.overdueSince}`]),
    ...(state.chainProblem === null ? [] : [`  chain       cannot be extended: ${state.chainProblem}`]),
    `  last ${WINDOW_DAYS} days  ${runs.complete} complete, ${runs.partial} partial, ${runs.failed} failed`,
    ...(state.expectedSlots === null
      ? []
      : [
          `  schedule    ${state.expectedSlots} expected, ${state.missingSlots.length} without a complete record`,
        ]),
    ...missing.map((slot) => `              missing ${slot}`),
    `  token age   ${state.tokenAgeDays === null ? 'unknown' : `at least ${state.tokenAgeDays} days`}`,
    ...Object.entries(state.lastGood).map(([name, at]) => `  last good   ${name}  ${at}`),
    ...last.conditions.map(
      ({ severity, condition, summary, since }) => `  ${severity}: ${condition}: ${summary} (since ${since})`,
    ),
  ].join('\n');
}
