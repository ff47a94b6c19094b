/** How a connection's evidence stands, in one word, and a fleet's in one line. Pure. */
import type { ConnectionState } from './connection-status.ts';

/** In the order in which they need somebody. */
export const STANDINGS = ['unreadable', 'failed', 'late', 'partial', 'never', 'fresh'] as const;
export type Standing = (typeof STANDINGS)[number];

/** How many connections stand how. */
export type Fleet = Readonly<Record<Standing, number>> & {
  readonly connections: number;
  /** Those of the fresh ones that need somebody all the same: a critical condition is open, or the chain is not as it was left. */
  readonly freshButOpen: number;
  /** Of the oldest token, as far as ages are known. */
  readonly oldestTokenDays: number | null;
};

/** Returns the gravest word that is true of a connection. */
export function standingOf(state: ConnectionState): Standing {
  if ('error' in state) return 'unreadable';
  const { last, chainProblem, overdueSince, countedFrom } = state;
  if (last === null) return chainProblem === null ? 'never' : 'unreadable';
  if (last.status === 'failed') return 'failed';
  // Where nothing can be counted from, nobody knows that it is not.
  if (overdueSince !== null || countedFrom === null) return 'late';
  return last.status === 'partial' ? 'partial' : 'fresh';
}

/** Returns the counts of a fleet. */
export function fleetOf(states: readonly ConnectionState[]): Fleet {
  const standings = states.map(standingOf);
  const count = (standing: Standing) => standings.filter((each) => each === standing).length;
  const ages = states.flatMap((state) => ('error' in state ? [] : (state.tokenAgeDays ?? [])));
  return {
    connections: states.length,
    unreadable: count('unreadable'),
    failed: count('failed'),
    late: count('late'),
    partial: count('partial'),
    never: count('never'),
    fresh: count('fresh'),
    freshButOpen: states.filter((state, place) => standings[place] === 'fresh' && state.exitCode !== 0)
      .length,
    oldestTokenDays: ages.length === 0 ? null : ages.reduce((most, age) => Math.max(most, age)),
  };
}

const WORDS: Readonly<Record<Standing, string>> = {
  unreadable: 'unreadable',
  failed: 'failed',
  late: 'late',
  partial: 'partial',
  never: 'never collected',
  fresh: 'fresh',
};

/** Returns a fleet in one line: `500 connections: 2 failed, 498 fresh`. */
export function describeFleet(fleet: Fleet): string {
  const counts = STANDINGS.flatMap((standing) =>
    fleet[standing] === 0 ? [] : [`${fleet[standing]} ${WORDS[standing]}`],
  );
  const open = fleet.freshButOpen === 0 ? '' : ` (${fleet.freshButOpen} of them not without trouble)`;
  const token = fleet.oldestTokenDays === null ? '' : `; oldest token at least ${fleet.oldestTokenDays} days`;
  return `${fleet.connections} connections: ${counts.join(', ')}${open}${token}`;
}
