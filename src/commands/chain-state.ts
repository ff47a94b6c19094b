/** What a running process knows of a connection from its chain. */
import type { EffectiveConnection } from '../config/effective.ts';
import { tokenSince } from '../run/token.ts';
import { expectedBy } from '../schedule/expected.ts';
import type { ConnectionState } from '../service/state.ts';
import { recordFacts } from './record-facts.ts';
import type { Chain } from './what-is-due.ts';

/** Of a connection's state, what its chain says. */
export type ChainState = Omit<
  ConnectionState,
  | 'connection'
  | 'isReadable'
  | 'isRunning'
  | 'nextSlot'
  | 'lastExitCode'
  | 'undeliveredAlerts'
  | 'watchedAt'
  | 'problems'
>;

export const NOTHING_KNOWN: ChainState = {
  lastRunAt: null,
  lastStatus: null,
  lastCompleteAt: null,
  lastRunSeconds: null,
  conditions: null,
  records: {},
  missedSlots: null,
  expectedBy: null,
  tokenSince: null,
};

/** The newest record of a chain, and the run that the next one is counted from. */
export type ChainHeads = Pick<Chain, 'last' | 'before'>;

/** Returns what the chain says. */
export function chainState(
  { last, before }: ChainHeads,
  connection: Pick<EffectiveConnection, 'schedule' | 'timezone' | 'tokenIssuedAt'>,
): ChainState {
  if (last === undefined) return NOTHING_KNOWN;
  return {
    lastRunAt: last.run.startedAt,
    lastStatus: last.status,
    lastCompleteAt: last.lastComplete?.at ?? null,
    ...recordFacts(last),
    missedSlots: last.run.missedSlots.length,
    expectedBy: before === undefined ? null : expectedBy(connection, before),
    tokenSince: tokenSince(last.token?.firstSeenAt, [connection.tokenIssuedAt, last.token?.storedAt]) ?? null,
  };
}
