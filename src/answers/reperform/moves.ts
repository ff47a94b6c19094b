/** What moved between a snapshot and now, each with the events that explain it. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import type { ResourceEntry } from '../../../schemas/manifest.ts';
import type { ResourceDefinition } from '../../../schemas/resource.ts';
import { hasChanges } from '../../evidence/changes/comparable.ts';
import type { Difference } from '../../evidence/changes/differences.ts';
import { toEvent } from '../../evidence/changes/event-kinds.ts';
import { compareReadings, type NotCompared, notComparedWords } from '../../evidence/changes/pair.ts';
import { TRAIL, type Trail } from '../../evidence/changes/trail.ts';
import type { Run } from '../../verify/read-history.ts';
import { type ChangeRow, rowOf } from '../changes/change-row.ts';
import { ledgerOf } from '../changes/ledger.ts';
import { comparedOf, type Pair, readingOf } from '../changes/readings.ts';
import { type Asked, asRun } from './asked.ts';
import { said, timeOfBoth } from './verdict.ts';

/**
 * `business`: what happens in the course of business differs by itself. The others as in the ledger of changes; only
 * `unexplained` and `not-known` are without an explanation.
 */
export interface Move extends Omit<ChangeRow, 'explanation'> {
  readonly explanation: ChangeRow['explanation'] | 'business';
}

export interface Moves {
  /** Yields them in the order of the resources, anew each time. */
  rows(): AsyncIterable<Move>;
  /** By resource: why not all of it was compared. */
  readonly notes: ReadonlyMap<string, string>;
}

/**
 * Returns what moved in some resources, each of which was read whole then and now.
 * @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED
 */
export async function movesOf(
  run: Run,
  asked: Asked,
  compared: readonly ResourceDefinition[],
): Promise<Moves> {
  const now = asRun(run, asked);
  const trail = await trailSince(run, asked);
  const inLedger = compared.filter(hasChanges);
  const ledger = await ledgerOf({
    scope: { kind: 'runs', fromMs: 0, toMs: Number.MAX_SAFE_INTEGER },
    pairs: inLedger.flatMap((definition) => pairOf(run, now, definition)),
    trail,
    definitions: compared,
    workspaceId: run.manifest.workspace?.id,
  });
  const others = compared.filter((definition) => !hasChanges(definition));
  // What was asked now is no record: there are no two numbers to name.
  const notes = new Map(ledger.notes.map((each) => [each.resource, notComparedWords(each)]));
  const note: InTime['note'] = (resource, found) => notes.set(resource, notComparedWords(found));
  return {
    notes,
    rows: async function* () {
      for await (const row of ledger.rows()) if (row.change !== 'came-and-went') yield row;
      for (const definition of others)
        yield* movesInTime(pairOf(run, now, definition), { definition, asked, trail, note });
    },
  };
}

function pairOf(run: Run, now: Run, { name: resource }: ResourceDefinition): readonly Pair[] {
  const [before, after] = [readingOf(run, resource), readingOf(now, resource)];
  return before === undefined || after === undefined ? [] : [{ resource, before, after }];
}

/** The events since the snapshot, as they were read now. Where they were not, nothing explains anything. */
async function trailSince(run: Run, asked: Asked): Promise<Trail> {
  const entry = asked.resources.find(({ name }) => name === TRAIL);
  const window = asked.windows.get(TRAIL);
  const [startMs, toMs] = [Date.parse(run.manifest.run.startedAt), Date.parse(asked.endedAt)];
  const isWhole = entry?.outcome === 'complete' && window !== undefined;
  const events = [];
  if (isWhole) {
    for await (const record of asked.records(TRAIL)) {
      const event = toEvent(record);
      if (event !== undefined) events.push(event);
    }
  }
  events.sort((one, other) => one.atMs - other.atMs);
  // Of a snapshot that is older than what the API remembers, nobody can say any more what came right after it.
  const knownFromMs = isWhole ? Math.min(Math.max(startMs, Date.parse(window.from)), toMs) : toMs;
  return {
    events,
    whole: isWhole ? [{ fromMs: knownFromMs, toMs }] : [],
    holes: knownFromMs > startMs ? [{ fromMs: startMs, toMs: knownFromMs }] : [],
    knownToMs: isWhole ? toMs : startMs,
    isDeclaredOff: entry?.reason === 'feature-declared-off',
  };
}

/** Returns why events explain nothing; undefined: they were read. */
export function withoutTrail({ resources }: Asked): string | undefined {
  const entry = resources.find(({ name }) => name === TRAIL);
  if (entry?.outcome === 'complete') return undefined;
  return `the audit trail could not be read: ${entry === undefined ? 'not asked' : said(entry)}`;
}

interface InTime {
  readonly definition: ResourceDefinition;
  readonly asked: Asked;
  readonly trail: Trail;
  /** Hears why not all of it was compared. */
  readonly note: (resource: string, found: NotCompared) => void;
}

/** What is read by time, or happens in the course of business. Of events, only those of the time of then are compared. */
async function* movesInTime(
  pairs: readonly Pair[],
  { definition, asked, trail, note }: InTime,
): AsyncGenerator<Move> {
  for (const pair of pairs) {
    const { before, after } = pair;
    const within = withinOf(definition, before.entry, asked);
    const during = (reading: Pair['before']): Pair['before'] => {
      const { run } = reading;
      return { ...reading, run: { ...run, records: (name) => only(run.records(name), within) } };
    };
    const cut = { ...pair, before: during(before), after: during(after) };
    const comparison = await compareReadings({ pair: comparedOf(cut), definition, countedField: undefined });
    for await (const difference of comparison.differences())
      yield moveOf(pair, difference, definition, trail);
    const found = comparison.note();
    if (found !== undefined) note(definition.name, found);
  }
}

function moveOf(pair: Pair, difference: Difference, definition: ResourceDefinition, trail: Trail): Move {
  const isTrailKnown = trail.holes.length === 0;
  const row = rowOf({ pair, difference, definition, events: [], isTrailKnown });
  return { ...row, explanation: definition.isActivity === true ? 'business' : 'unexplained' };
}

type Within = (record: StoredRecord) => boolean;

/** The time that both have asked for, and the API still remembered now. */
function withinOf(definition: ResourceDefinition, then: ResourceEntry, asked: Asked): Within {
  const time = timeOfBoth(definition, then, asked);
  const field = definition.window?.field;
  if (time === undefined || field === undefined) return () => true;
  return ({ data }) => {
    const atMs = Date.parse(String(data[field]));
    return Number.isNaN(atMs) || (atMs >= time.fromMs && atMs <= time.toMs);
  };
}

async function* only(records: AsyncIterable<StoredRecord>, within: Within): AsyncGenerator<StoredRecord> {
  for await (const record of records) if (within(record)) yield record;
}
