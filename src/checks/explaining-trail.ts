/** The audit trail from an earlier run up to the one that is judged, and which of its events explain a change. */

import type { StoredRecord } from '../../schemas/lines.ts';
import { LARGEST_SKEW_MS } from '../../schemas/manifest.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { type AuditEvent, eventKinds } from '../evidence/changes/event-kinds.ts';
import { EventIndex, keysOf } from '../evidence/changes/explain.ts';
import { common, type Span } from '../evidence/changes/spans.ts';
import { TRAIL, type Trail, type TrailReading, trailOf } from '../evidence/changes/trail.ts';
import type { Change, CheckedRun } from './checked-run.ts';
import type { EarlierRun, EarlierRuns } from './earlier-run.ts';

/** The run that is judged, as far as it is compared. */
export interface RunOfNow extends Pick<CheckedRun, 'entry' | 'fileOf' | 'records' | 'isReadable'> {
  readonly facts: Pick<CheckedRun['facts'], 'startedAt' | 'workspaceId'>;
  /** Of the key that its fingerprints are under. */
  readonly keyId: string;
}

export interface ComparedInput {
  readonly now: RunOfNow;
  readonly earlier: EarlierRuns;
  readonly definitions: readonly ResourceDefinition[];
}

export interface Explaining {
  readonly index: EventIndex;
  readonly trail: Trail;
}

export async function readTrail(
  { now, earlier, definitions }: ComparedInput,
  since: EarlierRun,
): Promise<Explaining> {
  // Two clocks may differ a little.
  const fromMs = Date.parse(since.run.startedAt) - LARGEST_SKEW_MS;
  return explainingIn({ now, earlier, definitions }, since, { fromMs, toMs: Number.MAX_SAFE_INTEGER });
}

async function explainingIn(
  { now, earlier, definitions }: ComparedInput,
  since: EarlierRun,
  span: Span,
): Promise<Explaining> {
  const runs = [...(await earlier.since(since))].reverse();
  const readings = await Promise.all(runs.map((run) => toReading(run, span.fromMs)));
  const own: TrailReading = {
    startMs: Date.parse(now.facts.startedAt),
    entry: now.entry(TRAIL),
    hasFile: now.isReadable(TRAIL),
    records: () => now.records(TRAIL),
  };
  const trail = await trailOf([...readings, own].sort(byStart), span);
  const index = new EventIndex(trail.events, eventKinds(definitions), now.facts.workspaceId ?? undefined);
  return { index, trail };
}

const byStart = (one: TrailReading, other: TrailReading) => one.startMs - other.startMs;

async function toReading(run: EarlierRun, fromMs: number): Promise<TrailReading> {
  const entry = run.entry(TRAIL);
  const isOfBefore = entry?.window !== undefined && Date.parse(entry.window.to) < fromMs;
  return {
    startMs: Date.parse(run.run.startedAt),
    entry,
    // What is of before is not read.
    hasFile: run.sha256Of(TRAIL) !== undefined && (isOfBefore || (await run.isAsSigned(TRAIL))),
    records: () => run.records(TRAIL),
  };
}

/** Whether all of the trail of a stretch was read. Its last minutes are left to the run to come. */
export const isKnown = ({ holes, isDeclaredOff }: Trail, window: Span): boolean =>
  !isDeclaredOff && common(holes, [window]).length === 0;

/** Returns who looks for the events of minutes that an earlier run left to those after it. */
export function lateEventsIn(input: ComparedInput): CheckedRun['lateEvents'] {
  const read = new Map<string, Promise<Explaining | undefined>>();
  return async ({ resource, change: kind, named, until }) => {
    const known = read.get(until) ?? readLate(input, until);
    read.set(until, known);
    const late = await known;
    if (late === undefined) return undefined;
    const keys = { own: new Set(named.own), related: new Set(named.related) };
    const window = { fromMs: 0, toMs: Date.parse(until) };
    return late.index.explainingKeys({ kind, keys, resource }, window).map(toExplanation);
  };
}

/** Undefined where not all of the trail from the end of what that run read of it is known. */
async function readLate(input: ComparedInput, until: string): Promise<Explaining | undefined> {
  const since = await input.earlier.newestBy(until);
  const readTo = since?.entry(TRAIL)?.window?.wholeTo;
  if (since === undefined || readTo === undefined) return undefined;
  const [fromMs, untilMs] = [Date.parse(readTo), Date.parse(until)];
  const late = await explainingIn(input, since, { fromMs, toMs: untilMs + LARGEST_SKEW_MS });
  const isRead = late.trail.knownToMs >= untilMs && isKnown(late.trail, { fromMs, toMs: untilMs });
  return isRead ? late : undefined;
}

export const toExplanation = ({ id, type, actor, atMs }: AuditEvent): Change['explainedBy'][number] => ({
  eventId: id,
  type,
  actor: actor === '' ? null : actor,
  at: new Date(atMs).toISOString(),
});

/** What events may name of a record. An address is personal, and is kept nowhere. */
export function namedIn(record: StoredRecord, definition: ResourceDefinition): Change['named'] {
  const { own, related } = keysOf(record, definition);
  const ids = (keys: ReadonlySet<string>) => [...keys].filter((key) => !key.includes('@')).sort();
  return { own: ids(own), related: ids(related) };
}
