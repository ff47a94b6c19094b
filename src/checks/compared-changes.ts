/** What differs between a run and the newest whole reading before it, each with the events that explain it. */
import { LARGEST_SKEW_MS } from '../../schemas/manifest.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { hasChanges } from '../evidence/changes/comparable.ts';
import type { Difference } from '../evidence/changes/differences.ts';
import { type AuditEvent, eventKinds } from '../evidence/changes/event-kinds.ts';
import { EventIndex } from '../evidence/changes/explain.ts';
import type { FieldDifference } from '../evidence/changes/field-differences.ts';
import { ownNameOf } from '../evidence/changes/own-name.ts';
import { compareReadings, notComparedWords, type PairComparison } from '../evidence/changes/pair.ts';
import { common, type Span } from '../evidence/changes/spans.ts';
import { TRAIL, type Trail, type TrailReading, trailOf } from '../evidence/changes/trail.ts';
import { isVendors } from '../evidence/changes/vendors.ts';
import type { Change, Changes, CheckedRun } from './checked-run.ts';
import type { EarlierRun, EarlierRuns, FoundReading } from './earlier-run.ts';

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

/** More are not held in memory: so many are no longer single changes. */
const MOST_CHANGES = 20_000;

/** Returns who compares resources. What is asked for twice is compared once. */
export function changesSince(input: ComparedInput): CheckedRun['changes'] {
  const known = new Map<string, Promise<Changes>>();
  const trails = new Map<EarlierRun, Promise<Explaining>>();
  const explaining = (since: EarlierRun) => {
    const read = trails.get(since) ?? readTrail(input, since);
    trails.set(since, read);
    return read;
  };
  return (resource) => {
    const compared = known.get(resource) ?? compare(resource, input, explaining);
    known.set(resource, compared);
    return compared;
  };
}

const notComparable = (reason: string): Changes => ({ kind: 'not-comparable', reason });

async function compare(
  resource: string,
  input: ComparedInput,
  explaining: (since: EarlierRun) => Promise<Explaining>,
): Promise<Changes> {
  const { now, earlier, definitions } = input;
  const definition = definitions.find(({ name }) => name === resource);
  if (definition === undefined || !hasChanges(definition))
    return notComparable(`What is new in ${resource} is no change that somebody made.`);
  if (now.entry(resource)?.outcome !== 'complete') return notComparable(`Not read whole now: ${resource}.`);
  const found = await earlier.find(resource);
  if (found.kind === 'never') return { kind: 'first' };
  const problem = await problemOf(found, resource, now);
  if (problem !== undefined || found.kind !== 'found') return notComparable(problem ?? '');
  const compared = await differencesOf(resource, { ...input, definition, found });
  if (typeof compared === 'string') return notComparable(compared);
  const { index, trail } = await explaining(found.in);
  const window = windowOf(resource, found, now);
  return {
    kind: 'compared',
    since: found.in.run.startedAt,
    changes: compared.map((difference) =>
      toChange(difference, definition, index.explaining(difference, definition, window)),
    ),
    isTrailWhole: definition.auditedAs !== undefined && isKnown(trail, window),
  };
}

type Found = Extract<FoundReading, { kind: 'found' }>;

async function problemOf(found: FoundReading, resource: string, now: RunOfNow): Promise<string | undefined> {
  if (found.kind !== 'found')
    return `${resource} was not read whole in the runs before that are looked at: what changed since it last was is not known.`;
  const isEqual = found.in.sha256Of(resource) === now.fileOf(resource)?.sha256;
  if (isEqual || (await found.in.isAsSigned(resource))) return undefined;
  return `The file of ${resource} in record ${found.in.seq} is gone, or is not the one that was signed.`;
}

/** Returns all differences that somebody in the workspace made, or why they are not known. */
async function differencesOf(
  resource: string,
  { now, definition, found }: ComparedInput & { definition: ResourceDefinition; found: Found },
): Promise<readonly Difference[] | string> {
  if (found.in.sha256Of(resource) === now.fileOf(resource)?.sha256) return [];
  const comparison = await compareReadings({
    pair: {
      before: {
        keyId: found.in.keyId,
        schemaVersion: found.entry.schemaVersion,
        records: () => found.in.records(resource),
      },
      after: {
        keyId: now.keyId,
        schemaVersion: now.entry(resource)?.schemaVersion ?? found.entry.schemaVersion,
        records: () => now.records(resource),
      },
    },
    definition,
    countedField: countedField(definition, found.in, now),
  });
  const kept = await collect(comparison, definition);
  if (kept === undefined) return `More than ${MOST_CHANGES} records of ${resource} differ from before.`;
  const note = comparison.note();
  return note === undefined ? kept : sentence(`${resource}: ${notComparedWords(note)}`);
}

async function collect(
  comparison: PairComparison,
  definition: ResourceDefinition,
): Promise<readonly Difference[] | undefined> {
  const kept: Difference[] = [];
  for await (const difference of comparison.differences()) {
    const own = withoutVendors(difference, definition);
    if (own !== undefined) kept.push(own);
    if (kept.length > MOST_CHANGES) return undefined;
  }
  return kept;
}

const sentence = (text: string) => `${text}.`;

/** What only Segment's catalogue says anew is nobody's change. */
function withoutVendors(difference: Difference, definition: ResourceDefinition): Difference | undefined {
  if (difference.kind !== 'changed') return difference;
  const fields = difference.fields.filter(({ pointer }) => !isVendors(pointer, definition));
  return fields.length === 0 ? undefined : { ...difference, fields };
}

/** A group's number of members, where its members can be compared themselves. */
function countedField({ counts }: ResourceDefinition, before: EarlierRun, now: RunOfNow): string | undefined {
  if (counts === undefined) return undefined;
  const isCompared = [before, now].every((run) => run.entry(counts.of)?.outcome === 'complete');
  return isCompared ? `/data/${counts.field}` : undefined;
}

/** In which something changed: it was not so at the one reading, and is at the other. */
function windowOf(
  resource: string,
  { entry, in: { run } }: Found,
  { entry: entryNow, facts }: RunOfNow,
): Span {
  return {
    fromMs: Date.parse(entry.startedAt ?? run.startedAt),
    toMs: Date.parse(entryNow(resource)?.endedAt ?? facts.startedAt),
  };
}

interface Explaining {
  readonly index: EventIndex;
  readonly trail: Trail;
}

async function readTrail(
  { now, earlier, definitions }: ComparedInput,
  since: EarlierRun,
): Promise<Explaining> {
  const runs = [...(await earlier.since(since))].reverse();
  // Two clocks may differ a little.
  const fromMs = Date.parse(since.run.startedAt) - LARGEST_SKEW_MS;
  const readings = await Promise.all(runs.map((run) => toReading(run, fromMs)));
  const own: TrailReading = {
    startMs: Date.parse(now.facts.startedAt),
    entry: now.entry(TRAIL),
    hasFile: now.isReadable(TRAIL),
    records: () => now.records(TRAIL),
  };
  const toMs = Number.MAX_SAFE_INTEGER;
  const trail = await trailOf([...readings, own].sort(byStart), { fromMs, toMs });
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
const isKnown = ({ holes, isDeclaredOff }: Trail, window: Span): boolean =>
  !isDeclaredOff && common(holes, [window]).length === 0;

function toChange(
  difference: Difference,
  { name: resource }: ResourceDefinition,
  events: readonly AuditEvent[],
): Change {
  const { kind, record } = difference;
  const name = ownNameOf(record.data);
  return {
    resource,
    id: record.id,
    ...(name === undefined ? {} : { name }),
    change: kind,
    fields: kind === 'changed' ? difference.fields.map(toField) : [],
    explainedBy: events.map(({ id, type, actor, atMs }) => ({
      eventId: id,
      type,
      actor: actor === '' ? null : actor,
      at: new Date(atMs).toISOString(),
    })),
  };
}

/** Of a list whose order means nothing only the items that went, and those that came. */
function toField({ pointer, before, after, added, removed }: FieldDifference): Change['fields'][number] {
  const [old, fresh] = [before ?? removed, after ?? added];
  return {
    pointer: pointer.replace(/^\/data(?=\/)/, ''),
    ...(old === undefined ? {} : { before: old }),
    ...(fresh === undefined ? {} : { after: fresh }),
  };
}
