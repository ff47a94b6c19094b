/**
 * Counts messages that arrived: at a source by its event volume, at a destination by the delivery overview.
 * Only counts: no message is ever read. GET only.
 */
import { SegmentError } from '../errors.ts';
import { isObject } from '../evidence/json.ts';
import type { SegmentClient } from './client.ts';
import { readPages } from './paginate.ts';

/** Which messages are counted: those of a name where they have one, otherwise those of a type. */
export interface Wanted {
  readonly sourceId: string;
  readonly type: string;
  readonly event?: string | undefined;
}

export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** How messages end at a destination; the names of the questions in Segment's delivery overview. */
export type DeliveryEnd = 'successful-delivery' | 'filtered-at-destination' | 'failed-delivery';

/** A destination of a source, as far as it matters to a message. */
export interface SourceDestination {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  /** Whether Segment's servers deliver to it; what only runs in a browser gets nothing that a server sent. */
  readonly takesFromServers: boolean;
}

const PAGE_SIZE = 200;
const VOLUME_PER_MINUTE = 60;

const OPERATIONS: Readonly<Record<DeliveryEnd, string>> = {
  'successful-delivery': 'getEgressSuccessMetricsFromDeliveryOverview',
  'filtered-at-destination': 'getFilteredAtDestinationMetricsFromDeliveryOverview',
  'failed-delivery': 'getEgressFailedMetricsFromDeliveryOverview',
};

/** Returns how many of them a source received. `from` and `to` are different minutes. @throws SegmentError */
export function countReceived(client: SegmentClient, wanted: Wanted, span: Span): Promise<number> {
  const place = {
    operationId: 'getEventsVolumeFromWorkspace',
    path: '/events/volume',
    key: 'result',
    requestsPerMinute: VOLUME_PER_MINUTE,
  };
  const query = { sourceId: wanted.sourceId, ...groupingOf(wanted), ...minutesOf(span) };
  return countRows(client, { ...place, query, hasOptionalPages: true }, wanted);
}

/** Returns how many of them ended so at a destination. @throws SegmentError */
export function countAtDestination(
  client: SegmentClient,
  wanted: Wanted,
  {
    destinationId,
    end,
    span,
  }: { readonly destinationId: string; readonly end: DeliveryEnd; readonly span: Span },
): Promise<number> {
  const query = {
    sourceId: wanted.sourceId,
    destinationConfigId: destinationId,
    ...groupingOf(wanted),
    ...minutesOf(span),
  };
  const place = { operationId: OPERATIONS[end], path: `/delivery-overview/${end}`, key: 'dataset', query };
  return countRows(client, { ...place, hasOptionalPages: true }, wanted);
}

/** Returns the destinations that are connected to a source. @throws SegmentError */
export async function readDestinations(
  client: SegmentClient,
  sourceId: string,
): Promise<readonly SourceDestination[]> {
  const found: SourceDestination[] = [];
  const path = `/sources/${encodeURIComponent(sourceId)}/connected-destinations`;
  const place = { operationId: 'listConnectedDestinationsFromSource', path, key: 'destinations' };
  for await (const { items } of readPages(client, place, PAGE_SIZE)) {
    found.push(...items.filter(isObject).map(destinationOf));
  }
  return found;
}

function destinationOf(item: Readonly<Record<string, unknown>>): SourceDestination {
  const metadata = isObject(item['metadata']) ? item['metadata'] : {};
  const platforms = isObject(metadata['supportedPlatforms']) ? metadata['supportedPlatforms'] : {};
  const name = [item['name'], metadata['name'], item['id']].find(
    (each) => typeof each === 'string' && each !== '',
  );
  return {
    id: String(item['id']),
    name: String(name),
    enabled: item['enabled'] !== false,
    takesFromServers: platforms['server'] !== false,
  };
}

/** A list of one value, as three of Segment's own clients write one; the others are said to be read alike. */
const groupingOf = ({ event }: Wanted) => ({ groupBy: event === undefined ? 'eventType' : 'eventName' });

const minutesOf = ({ from, to }: Span) => ({
  granularity: 'MINUTE',
  startTime: from.toISOString(),
  endTime: to.toISOString(),
});

async function countRows(
  client: SegmentClient,
  place: Parameters<typeof readPages>[1],
  wanted: Wanted,
): Promise<number> {
  let count = 0;
  for await (const { items } of readPages(client, { ...place, repeatsAreNormal: true }, PAGE_SIZE)) {
    for (const item of items) if (isObject(item)) count += countOf(item, wanted, place.path);
  }
  return count;
}

/** A row that is not told apart by what was asked for would count messages of others as ours. */
function countOf(
  row: Readonly<Record<string, unknown>>,
  { sourceId, event, type }: Wanted,
  path: string,
): number {
  const source = isObject(row['source']) ? row['source']['id'] : undefined;
  if (source !== undefined && source !== sourceId) return 0;
  const said = row[event === undefined ? 'eventType' : 'eventName'];
  const total = row['total'];
  if (total === 0) return 0;
  if (typeof said !== 'string' || typeof total !== 'number') {
    throw new SegmentError({
      code: 'BAD_SHAPE',
      message: `count: GET ${path}: expected rows by ${event === undefined ? 'event type' : 'event name'}, got others`,
    });
  }
  return said === (event ?? type) ? total : 0;
}
