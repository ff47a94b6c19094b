/** A store that cannot be read at all: told once for all connections in it, and once when it is back. */
import type { Channel } from '../alerts/channel.ts';
import { isWanted } from '../alerts/rules.ts';
import { endedAlert, type Trouble, type TroubleLine, troubleAlert } from '../alerts/trouble.ts';
import { type Delivery, type TellDeps, tellInOrder } from '../run/announce.ts';
import type { WatchMemory } from './watch-memory.ts';
import { ofConnections, type Sharing } from './watch-stores.ts';

const AWAY: TroubleLine = { condition: 'store-not-write-once', key: 'away' };

/** A store that could not be read, and what it said. */
export interface AwayStore {
  readonly sharing: Sharing;
  readonly problem: string;
  readonly hint: string | undefined;
  /** Of how many connections. */
  readonly times: number;
}

export interface AwayDeps extends TellDeps {
  readonly memory: WatchMemory;
  readonly runId: string;
}

const HOUR_MS = 60 * 60 * 1000;

/** Tells a channel that a store cannot be read. Nothing can be kept there: this process remembers it. */
export function tellAway(
  deps: AwayDeps,
  channel: Channel,
  { sharing, problem, hint }: AwayStore,
): Promise<readonly Delivery[]> {
  const { memory, runId } = deps;
  const nowMs = deps.now().getTime();
  const key = keyOf(sharing, channel);
  const intervalMs = channel.rules.reminderHours * HOUR_MS;
  const told = memory.toldAway(key);
  if (told !== undefined && nowMs - told.atMs < intervalMs) return Promise.resolve([]);
  const at = deps.now().toISOString();
  const trouble: Trouble = {
    severity: 'high',
    summary: `The store cannot be read${ofConnections(sharing)}, so nobody can tell whether evidence is there and up to date: ${problem}.`,
    since: told?.alert.since ?? at,
    hint,
  };
  const watched = { connection: sharing[0].name, channel: channel.name, at, runId };
  // The same for whoever else sees it in this interval: nothing but the time is known to all of them.
  const telling = {
    state: told === undefined ? 'opened' : 'ongoing',
    episode: Math.floor(nowMs / intervalMs),
  } as const;
  const alert = troubleAlert(AWAY, trouble, watched, telling);
  const due = isWanted(alert, channel.rules) ? [{ alert, bornAt: trouble.since }] : [];
  return tellInOrder(deps, channel, due, async () => memory.rememberAway(key, { alert, atMs: nowMs }));
}

/** Tells a channel that heard of it that a store can be read again. */
export function tellBack(deps: AwayDeps, channel: Channel, sharing: Sharing): Promise<readonly Delivery[]> {
  const { memory, runId } = deps;
  const key = keyOf(sharing, channel);
  const told = memory.toldAway(key);
  if (told === undefined) return Promise.resolve([]);
  const at = deps.now().toISOString();
  const { alert: opened, atMs } = told;
  const watched = { connection: opened.connection, channel: channel.name, at, runId };
  const episode = Math.floor(atMs / (channel.rules.reminderHours * HOUR_MS));
  const alert = endedAlert(AWAY, opened, watched, episode);
  return tellInOrder(deps, channel, [{ alert, bornAt: at }], async () => memory.forgetAway(key));
}

/** Where evidence is, and the channel by its settings: connections that inherit one have the same. */
function keyOf([{ store }]: Sharing, { settings }: Channel): string {
  return JSON.stringify([store.kind === 's3' ? store.bucket : store.path, settings]);
}
