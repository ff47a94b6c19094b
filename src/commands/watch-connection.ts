/** Looks at one connection from outside: whether a run is overdue, and whether what was sealed still is what was signed. */
import { MOST_MINUTES } from '../../schemas/config-values.ts';
import type { Channel } from '../alerts/channel.ts';
import type { Trouble } from '../alerts/trouble.ts';
import type { Archive } from '../commit/archive.ts';
import { type Records, readRecords } from '../commit/history.ts';
import type { EffectiveConnection } from '../config/effective.ts';
import { newestSlotRun } from '../run/missed-slots.ts';
import { OVERDUE } from '../run/run-came.ts';
import type { Sight } from '../run/tell-troubles.ts';
import { alarmAt } from '../schedule/expected.ts';
import type { ChainRecord } from '../seal/record.ts';
import type { WatchMemory } from './watch-memory.ts';
import { isToldByRecord, lookAtSnapshots } from './watch-snapshots.ts';
import { readToldOpen, SNAPSHOTS } from './watch-told.ts';

/** What was seen of a connection. */
export interface Look {
  readonly newest: ChainRecord | undefined;
  readonly sights: readonly Sight[];
  /** When the run was expected that has not come. */
  readonly overdueSince: string | null;
  readonly snapshotsChecked: number;
  readonly unreadFiles: number;
  /** What could not be looked at. */
  readonly unknown: readonly string[];
}

export interface LookRequest {
  readonly connection: EffectiveConnection;
  readonly archive: Archive;
  readonly channels: readonly Channel[];
  readonly now: Date;
  /** Whether this process has a run of it under way. */
  readonly isRunning: boolean;
  readonly memory: WatchMemory;
}

/** Returns what was seen. @throws StoreError when the store cannot be read, or a newer version wrote to it */
export async function lookAtConnection(request: LookRequest): Promise<Look> {
  const { archive, channels, now, memory } = request;
  const history = await readRecords(archive);
  const gone = memory.whatIsGone(archive.connection, history.last);
  const overdue = await overdueOf(request, history);
  const open = await readToldOpen(archive, channels);
  const snapshots = await lookAtSnapshots(archive, history, { now, open });
  const { checked, unreadFiles, unknown } = snapshots;
  const troubles = gone === undefined ? snapshots.troubles : [goneTrouble(gone, now)];
  const isChainKnown = gone === undefined && !isToldByRecord(history.last);
  return {
    newest: history.last,
    sights: [
      { line: OVERDUE, troubles: overdue.troubles, wasObserved: () => overdue.isKnown },
      {
        line: SNAPSHOTS,
        troubles,
        wasObserved: ({ snapshotPath }) =>
          snapshotPath === undefined ? isChainKnown : checked.has(snapshotPath),
      },
    ],
    overdueSince: overdue.troubles[0]?.since ?? null,
    snapshotsChecked: checked.size,
    unreadFiles,
    unknown,
  };
}

interface Overdue {
  readonly troubles: readonly Trouble[];
  /** Unknown while every record is dated after now, or there is none any more. */
  readonly isKnown: boolean;
}

const MINUTE_MS = 60_000;

async function overdueOf(
  { connection, archive, now, isRunning }: LookRequest,
  history: Records,
): Promise<Overdue> {
  const before = await newestSlotRun(archive, history, now);
  if (before === undefined) return { troubles: [], isKnown: false };
  const minutes = connection.collect.maxMinutes ?? MOST_MINUTES;
  const alarm = alarmAt(connection, before, isRunning ? { mostMs: minutes * MINUTE_MS } : undefined);
  if (alarm === undefined || alarm.at >= now) return { troubles: [], isKnown: true };
  const { since } = alarm;
  const stuck = isRunning ? ' A run is under way in this process and does not come to its end.' : '';
  const summary = `No record came after the run of ${before.startedAt}; one was expected by ${since}.${stuck}`;
  return { troubles: [{ severity: 'high', summary, since }], isKnown: true };
}

function goneTrouble(gone: string, now: Date): Trouble {
  return { severity: 'critical', summary: `Records are gone: ${gone}.`, since: now.toISOString() };
}
