/** What came of watching: of each connection, of each store, and of what was told. Pure. */
import { EXIT, type ExitCode } from '../errors.ts';
import type { Delivery } from '../run/announce.ts';
import type { Probe } from '../store/probe.ts';
import { toJsonDelivery } from './collect.ts';
import type { Look } from './watch-connection.ts';

export interface WatchedConnection {
  readonly connection: string;
  readonly state: 'watched' | 'nothing-there' | 'unknown' | 'not-looked-at';
  readonly exitCode: ExitCode;
  readonly overdueSince: string | null;
  readonly snapshotsChecked: number;
  /** Files of these snapshots whose bytes were left for another time. */
  readonly unreadFiles: number;
  /** What is wrong, and what could not be looked at. */
  readonly problems: readonly string[];
}

export interface WatchedStore {
  readonly store: string;
  readonly connections: number;
  /** Of a folder nothing can be known by looking. */
  readonly properties: readonly Probe[];
}

export interface WatchReport {
  readonly exitCode: ExitCode;
  readonly connections: readonly WatchedConnection[];
  readonly stores: readonly WatchedStore[];
  readonly deliveries: readonly Delivery[];
}

/** Of a connection that nothing is known of. */
export const NOTHING = { overdueSince: null, snapshotsChecked: 0, unreadFiles: 0, problems: [] } as const;

/** Returns what was seen of a connection. */
export function toWatched(connection: string, look: Look): WatchedConnection {
  const { newest, sights, overdueSince, snapshotsChecked, unreadFiles, unknown } = look;
  const troubles = sights.flatMap((sight) => sight.troubles);
  const isCritical = troubles.some(({ severity }) => severity === 'critical');
  return {
    connection,
    state: newest === undefined ? 'nothing-there' : unknown.length > 0 ? 'unknown' : 'watched',
    exitCode: exitOf(look, isCritical),
    overdueSince,
    snapshotsChecked,
    unreadFiles,
    problems: [...troubles.map(({ summary }) => summary), ...unknown],
  };
}

function exitOf({ newest, overdueSince, unknown }: Look, isCritical: boolean): ExitCode {
  if (isCritical) return EXIT.verificationFailed;
  if (unknown.length > 0) return EXIT.storeFailed;
  return newest === undefined || overdueSince !== null ? EXIT.incomplete : EXIT.done;
}

/** Returns 4 where something is missing or could not be looked at. */
export function exitOfStore({ properties }: WatchedStore): ExitCode {
  return properties.every(({ verdict }) => verdict === 'ok') ? EXIT.done : EXIT.incomplete;
}

/** Returns the report as `--json` has it. */
export function toJsonReport({ deliveries, ...report }: WatchReport): Record<string, unknown> {
  return {
    ...report,
    deliveries: deliveries.map((each) => ({ connection: each.alert.connection, ...toJsonDelivery(each) })),
  };
}
