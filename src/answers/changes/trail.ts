/** The audit trail of a stretch of time, put together from what each run read of it, and what of it nobody has read. */
import type { Run } from '../../verify/read-history.ts';
import { type AuditEvent, toEvent } from './event-kinds.ts';
import { inOrderOfTime, readingOf, startOf } from './readings.ts';
import { holesIn, joined, type Span } from './spans.ts';

export const TRAIL = 'audit-events';

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

/**
 * Returns the trail of a stretch. Of windows that were not read whole it has what was read.
 * @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED
 */
export async function trailOf(runs: readonly Run[], { fromMs, toMs }: Span): Promise<Trail> {
  const ordered = inOrderOfTime(runs);
  const events = new Map<string, AuditEvent>();
  for (const run of ordered) {
    if (!mayHaveSome(run, { fromMs, toMs })) continue;
    for await (const record of run.records(TRAIL)) {
      const event = toEvent(record);
      if (event !== undefined && event.atMs >= fromMs && event.atMs <= toMs) events.set(event.id, event);
    }
  }
  const whole = joined(ordered.flatMap((run) => wholeWindow(run) ?? []));
  const inScope = ordered.filter((run) => startOf(run) >= fromMs && startOf(run) <= toMs);
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

function isOff(run: Run): boolean {
  const entry = run.entry(TRAIL);
  return entry?.outcome === 'not-collected' && entry.reason === 'feature-declared-off';
}

/** Returns the stretch of the trail that a run read whole. */
export function wholeWindow(run: Run): Span | undefined {
  const window = readingOf(run, TRAIL)?.entry.window;
  if (window === undefined) return undefined;
  const span = { fromMs: Date.parse(window.from), toMs: Date.parse(window.wholeTo) };
  // Where two clocks are far apart, what counts as read whole may end before what was asked for begins.
  return span.fromMs < span.toMs ? span : undefined;
}

function mayHaveSome(run: Run, { fromMs, toMs }: Span): boolean {
  const window = run.entry(TRAIL)?.window;
  if (run.isExpired || window === undefined) return false;
  if (!run.manifest.artifacts.some(({ path }) => path === `data/resources/${TRAIL}.jsonl`)) return false;
  return Date.parse(window.from) <= toMs && Date.parse(window.to) >= fromMs;
}

/**
 * A window ends some minutes before its run starts: events may come late. The last minutes before the last run are
 * read by the one after it, and no hole.
 */
function holesOf(scope: Span, whole: readonly Span[], last: Run | undefined): readonly Span[] {
  const window = last === undefined ? undefined : wholeWindow(last);
  const isRecent =
    last !== undefined && window !== undefined && startOf(last) - window.toMs < LONGEST_TAIL_MS;
  const toMs = isRecent ? Math.min(scope.toMs, window.toMs) : scope.toMs;
  return holesIn({ fromMs: scope.fromMs, toMs }, whole);
}
