/**
 * What the simulated Tracking API took, and what became of it: which destination got a message, which filter
 * held it back. A message shows in the measurements only after a while, as in Segment.
 */
import type { TimeSeries } from '../world/measurements.ts';
import type { Destination, DestinationFilter } from '../world/records.ts';
import type { World } from '../world/world.ts';

/** How long a message is on its way before event volumes show it, and before deliveries do. */
export const LAGS = { volumeMs: 60_000, deliveryMs: 90_000 } as const;

export interface TrackedMessage {
  readonly at: Date;
  readonly type: string;
  /** Of a track call. */
  readonly event: string | undefined;
  readonly messageId: string;
  readonly integrations: Readonly<Record<string, unknown>>;
}

interface Entry extends TrackedMessage {
  readonly sourceId: string;
  /** By destination: those that are on and were meant. */
  readonly outcomes: ReadonlyMap<string, 'delivered' | 'filtered'>;
}

/** Which messages a measurement is about. */
export interface MessageChoice {
  readonly sourceId: string;
  readonly event?: string | undefined;
  readonly type?: string | undefined;
  /** Only what ended so at this destination. */
  readonly at?: { readonly destinationId: string; readonly outcome: 'delivered' | 'filtered' };
}

export interface TrackingLedger {
  /** Takes a message for whoever has the key. Returns the id of the source; null: it is lost, and nobody is told. */
  accept(writeKey: string, message: TrackedMessage): string | null;
  /** Names of events that this source has sent; those already known are left out. */
  eventsOf(sourceId: string): readonly string[];
  typesOf(sourceId: string): readonly string[];
  /** The series with the messages in it that have become visible. */
  addTo(series: TimeSeries, stepMs: number, choice: MessageChoice, now: Date): TimeSeries;
}

/** Returns the ledger of a world; it looks at sources, destinations and filters as they are when a message comes. */
export function createLedger(world: World): TrackingLedger {
  const entries: Entry[] = [];
  const distinct = (sourceId: string, pick: (entry: Entry) => string | undefined) => [
    ...new Set(entries.filter((entry) => entry.sourceId === sourceId).flatMap((entry) => pick(entry) ?? [])),
  ];
  return {
    accept: (writeKey, message) => {
      const source = world.sources.find(({ writeKeys }) => writeKeys.includes(writeKey));
      if (source?.enabled !== true) return null;
      entries.push({ ...message, sourceId: source.id, outcomes: outcomesOf(world, source.id, message) });
      return source.id;
    },
    eventsOf: (sourceId) => distinct(sourceId, ({ event }) => event),
    typesOf: (sourceId) => distinct(sourceId, ({ type }) => type),
    addTo: (series, stepMs, choice, now) => {
      const lagMs = choice.at === undefined ? LAGS.volumeMs : LAGS.deliveryMs;
      const counted = entries.filter(
        (entry) => isChosen(entry, choice) && now.getTime() - entry.at.getTime() >= lagMs,
      );
      return counted.length === 0 ? series : merged(series, stepMs, counted);
    },
  };
}

function isChosen(entry: Entry, { sourceId, event, type, at }: MessageChoice): boolean {
  if (entry.sourceId !== sourceId) return false;
  if (event !== undefined && entry.event !== event) return false;
  if (type !== undefined && entry.type !== type) return false;
  return at === undefined || entry.outcomes.get(at.destinationId) === at.outcome;
}

function merged({ series }: TimeSeries, stepMs: number, entries: readonly Entry[]): TimeSeries {
  const together = series.map(({ time, count }) => {
    const start = Date.parse(time);
    const here = entries.filter(({ at }) => at.getTime() >= start && at.getTime() < start + stepMs);
    return { time, count: count + here.length };
  });
  return { total: together.reduce((sum, { count }) => sum + count, 0), series: together };
}

function outcomesOf(world: World, sourceId: string, message: TrackedMessage): Entry['outcomes'] {
  const meant = world.destinations.filter(
    (destination) =>
      destination.sourceId === sourceId && destination.enabled && isMeant(destination, message.integrations),
  );
  return new Map(
    meant.map(({ id }) => {
      const filters = world.destinationFilters.filter(({ destinationId }) => destinationId === id);
      return [id, filters.some((filter) => isDropped(filter, message)) ? 'filtered' : 'delivered'];
    }),
  );
}

/** The integrations object: by name, otherwise by `All`, otherwise yes. */
function isMeant({ metadata }: Destination, integrations: Readonly<Record<string, unknown>>): boolean {
  return (integrations[metadata.name] ?? integrations['All'] ?? true) !== false;
}

/** Three forms of condition are understood: `all`, a type and an event by name; any other holds for nothing here. */
function isDropped(filter: DestinationFilter, { type, event }: TrackedMessage): boolean {
  if (!filter.enabled || !filter.actions.some((action) => action.type === 'DROP')) return false;
  const condition = filter.if.trim();
  if (condition === 'all') return true;
  const [, field, value] = /^(type|event) = "([^"]*)"$/.exec(condition) ?? [];
  return field !== undefined && value === (field === 'type' ? type : event);
}
