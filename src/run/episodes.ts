/**
 * What was told of trouble that no record knows, read back from the records of deliveries: nothing else is remembered,
 * and nothing is ever changed. Whoever looks next, here or elsewhere, finds the same.
 */
import { type AlertDocument, alertDelivery } from '../../schemas/alert.ts';
import { type TroubleLine, troubleId } from '../alerts/trouble.ts';
import { StoreError } from '../errors.ts';
import { readWhole } from '../store/content.ts';
import { alertKey } from '../store/layout.ts';
import type { RunDeps } from './deps.ts';

/** One time that something was wrong, as a channel was told it. */
export interface Episode {
  /** From 0. */
  readonly number: number;
  readonly opened: AlertDocument;
  readonly toldAt: string;
}

export interface Episodes {
  /** Those whose end was not told yet, oldest first; of very many the newest. */
  readonly open: readonly Episode[];
  /** Number of the next one. */
  readonly next: number;
}

/** Where the records of deliveries are. */
export type Told = Pick<RunDeps, 'store' | 'connection'>;

/** So many of the newest are asked whether they have ended. */
const MOST_OPEN = 8;

/** Returns what a channel was told of a line. Of nothing it costs one request. @throws StoreError READ_FAILED */
export async function readEpisodes(told: Told, line: TroubleLine, channel: string): Promise<Episodes> {
  const idOf = (episode: number, state: 'opened' | 'resolved') =>
    troubleId(line, { connection: told.connection, channel }, { state, episode });
  const next = await countFrom((episode) => isTold(told, idOf(episode, 'opened')));
  const open: Episode[] = [];
  for (let number = Math.max(0, next - MOST_OPEN); number < next; number += 1) {
    if (await isTold(told, idOf(number, 'resolved'))) continue;
    const delivery = await readDelivery(told, idOf(number, 'opened'));
    if (delivery !== undefined) open.push({ number, ...delivery });
  }
  return { open, next };
}

/** Returns whether an alert has a record of its delivery: whatever lies there counts. @throws StoreError READ_FAILED */
export async function isTold({ store, connection }: Told, alertId: string): Promise<boolean> {
  return (await read(store, alertKey(connection, alertId))) !== undefined;
}

/** How many there are from 0 on, without asking for each: they have no holes. */
async function countFrom(isThere: (number: number) => Promise<boolean>): Promise<number> {
  let [there, missing] = [-1, 0];
  while (await isThere(missing)) [there, missing] = [missing, missing * 2 + 1];
  while (missing - there > 1) {
    const middle = Math.floor((there + missing) / 2);
    if (await isThere(middle)) there = middle;
    else missing = middle;
  }
  return missing;
}

/** What cannot be understood was told by nobody of ours: it can neither be repeated nor ended. */
async function readDelivery(
  { store, connection }: Told,
  alertId: string,
): Promise<Omit<Episode, 'number'> | undefined> {
  const text = await read(store, alertKey(connection, alertId));
  try {
    const { alert, deliveredAt } = alertDelivery.parse(JSON.parse(text ?? ''));
    return { opened: alert, toldAt: deliveredAt };
  } catch {
    return undefined;
  }
}

async function read(store: Told['store'], key: string): Promise<string | undefined> {
  try {
    return (await readWhole(store, key)).toString('utf8');
  } catch (error) {
    if (error instanceof StoreError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}
