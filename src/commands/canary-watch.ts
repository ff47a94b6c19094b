/** Looks for a message after it was sent, again and again, until it is seen where it was to go or the time is over. */

import type { Canary } from '../../schemas/commands/canary.ts';
import { EvidenceError, InterruptedError } from '../errors.ts';
import {
  countAtDestination,
  countReceived,
  type DeliveryEnd,
  readDestinations,
  type SourceDestination,
  type Wanted,
} from '../segment/arrivals.ts';
import type { SegmentClient } from '../segment/client.ts';
import type { ArrivalFacts, CanaryFacts } from '../senders/finding.ts';
import { shortened } from './canary-look.ts';

/** Volumes are late by a minute at least; nothing is there before. */
const FIRST_LOOK_MS = 75_000;
const NEXT_LOOK_MS = 30_000;
const MINUTE_MS = 60_000;
/** How far back other traffic is looked for. */
const BEFORE_MS = 10 * MINUTE_MS;
/** More than these are not asked for each look. */
const MOST_DESTINATIONS = 20;

type Destination = Canary['destinations'][number];

export interface Watch {
  readonly client: SegmentClient;
  readonly wanted: Wanted;
  readonly waitMs: number;
  readonly isSourceOnly: boolean;
  readonly now: () => Date;
  readonly sleep: (ms: number) => Promise<void>;
}

export interface Watched {
  readonly arrival: ArrivalFacts;
  readonly destinations: readonly Destination[] | { readonly unread: string };
}

/** Returns how many of the same kind came in the minutes before: with any, counts prove nothing. */
export async function countBefore({
  client,
  wanted,
  now,
}: Watch): Promise<number | { readonly unread: string }> {
  const to = new Date(floorToMinute(now()));
  return unlessUnread(() => countReceived(client, wanted, { from: new Date(to.getTime() - BEFORE_MS), to }));
}

/** Returns what was seen within the time. `before`: how many of the same kind came before it was sent. */
export async function watchFor(
  watch: Watch,
  sentAt: Date,
  before: Awaited<ReturnType<typeof countBefore>>,
): Promise<Watched> {
  const { now, sleep, waitMs, isSourceOnly } = watch;
  const deadlineMs = sentAt.getTime() + waitMs;
  const from = new Date(floorToMinute(sentAt));
  if (typeof before !== 'number') return { arrival: before, destinations: [] };
  let arrival: ArrivalFacts = 'not-seen';
  let destinations: Watched['destinations'] = isSourceOnly ? [] : await listDestinations(watch);
  let pauseMs = FIRST_LOOK_MS;
  for (;;) {
    const leftMs = deadlineMs - now().getTime();
    await sleep(Math.max(0, Math.min(pauseMs, leftMs)));
    pauseMs = NEXT_LOOK_MS;
    const span = { from, to: now() };
    if (arrival === 'not-seen') arrival = await lookAtSource(watch, span, before);
    const isSeen = arrival === 'seen';
    if (isSeen && isList(destinations)) destinations = await lookAtDestinations(watch, span, destinations);
    if (typeof arrival === 'object' || arrival === 'among-others' || (isSeen && isDone(destinations))) break;
    if (now().getTime() >= deadlineMs) break;
  }
  return { arrival, destinations };
}

async function lookAtSource(
  { client, wanted }: Watch,
  span: { readonly from: Date; readonly to: Date },
  before: number,
): Promise<ArrivalFacts> {
  const count = await unlessUnread(() => countReceived(client, wanted, span));
  if (typeof count !== 'number') return count;
  if (count === 0) return 'not-seen';
  return before > 0 && wanted.event === undefined ? 'among-others' : 'seen';
}

async function listDestinations({ client, wanted }: Watch): Promise<Watched['destinations']> {
  const found = await unlessUnread(() => readDestinations(client, wanted.sourceId));
  if (!isList(found)) return found;
  const on = found.filter(isAskable).slice(0, MOST_DESTINATIONS);
  return found.map((each) => {
    const state = on.includes(each) ? 'nothing' : each.enabled ? 'not-asked' : 'off';
    return { id: each.id, name: shortened(each.name), state };
  });
}

const isAskable = ({ enabled, takesFromServers }: SourceDestination) => enabled && takesFromServers;

async function lookAtDestinations(
  { client, wanted }: Watch,
  span: { readonly from: Date; readonly to: Date },
  destinations: readonly Destination[],
): Promise<readonly Destination[]> {
  const looked: Destination[] = [];
  for (const each of destinations) {
    looked.push(each.state === 'nothing' ? await lookAt(each) : each);
  }
  return looked;

  async function lookAt(destination: Destination): Promise<Destination> {
    for (const [end, state] of ENDS) {
      const ask = { destinationId: destination.id, end, span };
      const count = await unlessUnread(() => countAtDestination(client, wanted, ask));
      if (typeof count !== 'number') return { ...destination, state: 'unread', why: count.unread };
      if (count > 0) return { ...destination, state };
    }
    return destination;
  }
}

const ENDS: readonly (readonly [DeliveryEnd, Destination['state']])[] = [
  ['successful-delivery', 'delivered'],
  ['filtered-at-destination', 'filtered'],
  ['failed-delivery', 'failed'],
];

/** Whether waiting longer can tell nothing more. */
function isDone(destinations: CanaryFacts['destinations']): boolean {
  if (!isList(destinations)) return true;
  return (
    destinations.some(({ state }) => state === 'delivered') ||
    destinations.every(({ state }) => state !== 'nothing')
  );
}

async function unlessUnread<T>(read: () => Promise<T>): Promise<T | { readonly unread: string }> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof EvidenceError) || error instanceof InterruptedError) throw error;
    return { unread: error.message };
  }
}

const isList = <T>(value: readonly T[] | { readonly unread: string }): value is readonly T[] =>
  Array.isArray(value);

const floorToMinute = (at: Date): number => Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS;
