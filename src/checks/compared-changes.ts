/** What differs between a run and the newest whole reading before it, each with the events that explain it. */
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { hasChanges } from '../evidence/changes/comparable.ts';
import type { Difference } from '../evidence/changes/differences.ts';
import type { AuditEvent } from '../evidence/changes/event-kinds.ts';
import type { FieldDifference } from '../evidence/changes/field-differences.ts';
import { ownNameOf } from '../evidence/changes/own-name.ts';
import { compareReadings, notComparedWords, type PairComparison } from '../evidence/changes/pair.ts';
import type { Span } from '../evidence/changes/spans.ts';
import { isVendors } from '../evidence/changes/vendors.ts';
import { isNothingThere } from '../evidence/records/whole.ts';
import type { Change, Changes, CheckedRun } from './checked-run.ts';
import type { EarlierRun, FoundReading } from './earlier-run.ts';
import {
  type ComparedInput,
  type Explaining,
  isKnown,
  namedIn,
  type RunOfNow,
  readTrail,
  toExplanation,
} from './explaining-trail.ts';

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
  const entry = now.entry(resource);
  const found = await earlier.find(resource);
  if (entry?.outcome !== 'complete') {
    const wasNeverThere = isNothingThere(entry ?? { outcome: 'unknown' }) && found.kind === 'never';
    return wasNeverThere ? { kind: 'first' } : notComparable(`Not read whole now: ${resource}.`);
  }
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
    until: new Date(window.toMs).toISOString(),
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

function toChange(
  difference: Difference,
  definition: ResourceDefinition,
  events: readonly AuditEvent[],
): Change {
  const { kind, record } = difference;
  const name = ownNameOf(record.data);
  return {
    resource: definition.name,
    id: record.id,
    ...(name === undefined ? {} : { name }),
    change: kind,
    fields: kind === 'changed' ? difference.fields.map(toField) : [],
    named: namedIn(record, definition),
    explainedBy: events.map(toExplanation),
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
