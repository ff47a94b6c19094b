/** The audit trail of a stretch of time, put together from what each run read of it, and what of it nobody has read. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import type { ResourceEntry } from '../../../schemas/manifest.ts';
import { type AuditEvent, toEvent } from './event-kinds.ts';
import { holesIn, joined, type Span } from './spans.ts';

export const TRAIL = 'audit-events';

/** What one run read of the trail. */
export interface TrailReading {
  /** When the run started. */
  readonly startMs: number;
  readonly entry: ResourceEntry | undefined;
  /** Whether what it read is still there. */
  readonly hasFile: boolean;
  records(): AsyncIterable<StoredRecord>;
}

export interface Trail {
  /** Oldest first, each once. */
  readonly events: readonly AuditEvent[];
  /** What has been read whole. */
  readonly whole: readonly Span[];
  /** What should have been read and has not. */
  readonly holes: readonly Span[];
  /** Up to when it is known without a hole; later events are in the windows of runs to come. */
  readonly knownToMs: number;
  /** The workspace has none, as its owner declared. */
  readonly isDeclaredOff: boolean;
}

/** Returns the trail of a stretch. Of windows that were not read whole it has what was read. `readings`: in order of time. */
export async function trailOf(readings: readonly TrailReading[], { fromMs, toMs }: Span): Promise<Trail> {
  const events = new Map<string, AuditEvent>();
  for (const reading of readings) {
    if (!mayHaveSome(reading, { fromMs, toMs })) continue;
    for await (const record of reading.records()) {
      const event = toEvent(record);
      if (event !== undefined && event.atMs >= fromMs && event.atMs <= toMs) events.set(event.id, event);
    }
  }
  const whole = joined(readings.flatMap((reading) => wholeWindow(reading) ?? []));
  const inScope = readings.filter(({ startMs }) => startMs >= fromMs && startMs <= toMs);
  const isDeclaredOff = inScope.length > 0 && inScope.every(isOff);
  const knownToMs = Math.max(fromMs, Math.min(toMs, whole.at(-1)?.toMs ?? fromMs));
  return {
    events: [...events.values()].sort(byTime),
    whole,
    holes: isDeclaredOff ? [] : holesOf({ fromMs, toMs }, whole, inScope.at(-1)),
    knownToMs,
    isDeclaredOff,
  };
}

/** What a run leaves to the next one is minutes long, whichever of two clocks is ahead. */
const LONGEST_TAIL_MS = 60 * 60 * 1000;

const byTime = (one: AuditEvent, other: AuditEvent) =>
  one.atMs - other.atMs || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);

const isOff = ({ entry }: TrailReading): boolean =>
  entry?.outcome === 'not-collected' && entry.reason === 'feature-declared-off';

/** Returns the stretch of the trail that a run read whole. */
export function wholeWindow({ entry, hasFile }: Pick<TrailReading, 'entry' | 'hasFile'>): Span | undefined {
  if (entry?.outcome !== 'complete' || entry.window === undefined || !hasFile) return undefined;
  const span = { fromMs: Date.parse(entry.window.from), toMs: Date.parse(entry.window.wholeTo) };
  // Where two clocks are far apart, what counts as read whole may end before what was asked for begins.
  return span.fromMs < span.toMs ? span : undefined;
}

function mayHaveSome({ entry, hasFile }: TrailReading, { fromMs, toMs }: Span): boolean {
  const window = entry?.window;
  if (window === undefined || !hasFile) return false;
  return Date.parse(window.from) <= toMs && Date.parse(window.to) >= fromMs;
}

/**
 * A window ends some minutes before its run starts: events may come late. The last minutes before the last run are
 * read by the one after it, and no hole.
 */
function holesOf(scope: Span, whole: readonly Span[], last: TrailReading | undefined): readonly Span[] {
  const window = last === undefined ? undefined : wholeWindow(last);
  const isRecent = last !== undefined && window !== undefined && last.startMs - window.toMs < LONGEST_TAIL_MS;
  const toMs = isRecent ? Math.min(scope.toMs, window.toMs) : scope.toMs;
  return holesIn({ fromMs: scope.fromMs, toMs }, whole);
}
