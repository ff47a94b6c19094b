/**
 * The ledger: every difference between two readings with the events that explain it, and every event that left none.
 * Gone through once to hold both against each other; rows are yielded again and again.
 */
import type { ResourceDefinition } from '../../../schemas/resource.ts';
import { type AuditEvent, eventKinds, isChange } from '../../evidence/changes/event-kinds.ts';
import { EventIndex } from '../../evidence/changes/explain.ts';
import { compareReadings, type NotCompared } from '../../evidence/changes/pair.ts';
import { common } from '../../evidence/changes/spans.ts';
import type { Trail } from '../../evidence/changes/trail.ts';
import { cameAndWent } from './came-and-went.ts';
import { type ChangeRow, isRowWithin, rowOf, windowOf } from './change-row.ts';
import { comparedOf, isEqual, type Pair, placeOf, type Scope } from './readings.ts';
import { RelationNames } from './relation-names.ts';

export interface LedgerInput {
  readonly scope: Scope;
  /** In the order of their later runs. */
  readonly pairs: readonly Pair[];
  readonly trail: Trail;
  readonly definitions: readonly ResourceDefinition[];
  readonly workspaceId: string | undefined;
}

/** What could not be compared although both sides were whole. */
export interface PairNote extends NotCompared {
  readonly resource: string;
  /** Numbers of the two records. */
  readonly places: readonly [number, number];
}

export interface Ledger {
  readonly counts: LedgerCounts;
  /** Changes that the trail tells of and that no difference shows. */
  readonly unseen: readonly AuditEvent[];
  readonly notes: readonly PairNote[];
  rows(): AsyncIterable<ChangeRow>;
}

export interface LedgerCounts {
  readonly total: number;
  readonly unexplained: number;
  readonly notKnown: number;
  readonly cameAndWent: number;
}

/** More rows than these are made anew each time, rather than kept. */
const MOST_KEPT = 20_000;

/**
 * Returns the ledger of what was compared.
 * @throws UnverifiedError NOT_VERIFIED when bytes are not those that were signed; StoreError READ_FAILED
 */
export async function ledgerOf(input: LedgerInput): Promise<Ledger> {
  const { scope, pairs, trail, definitions } = input;
  const book = new Book(input);
  const kept = new Map<Pair, ChangeRow[]>();
  let [total, unexplained, notKnown] = [0, 0, 0];
  for (const pair of pairs) {
    const rows: ChangeRow[] = [];
    for await (const row of book.rowsOf(pair)) {
      total += 1;
      if (row.explanation === 'unexplained') unexplained += 1;
      if (row.explanation === 'not-known') notKnown += 1;
      if (total <= MOST_KEPT) rows.push(row);
    }
    if (total <= MOST_KEPT) kept.set(pair, rows);
    else kept.clear();
  }
  const isKept = total <= MOST_KEPT;
  const open = trail.events.filter(
    (event) =>
      !book.explained.has(event) && isChange(event) && event.atMs >= scope.fromMs && event.atMs <= scope.toMs,
  );
  const passing = await cameAndWent(open, pairs, eventKinds(definitions));
  const told = [...passing.values()].flat();
  const seen = new Set(told.flatMap(({ explainedBy }) => explainedBy.map(({ eventId }) => eventId)));
  return {
    counts: { total: total + told.length, unexplained, notKnown, cameAndWent: told.length },
    unseen: open.filter(({ id }) => !seen.has(id)),
    notes: [...book.notes.values()],
    rows: async function* () {
      for (const pair of pairs) {
        yield* isKept ? (kept.get(pair) ?? []) : book.rowsOf(pair);
        yield* passing.get(pair) ?? [];
      }
    },
  };
}

/** Makes the rows of pairs, and remembers which events explain any. */
class Book {
  readonly explained = new Set<AuditEvent>();
  readonly notes = new Map<Pair, PairNote>();
  readonly #input: LedgerInput;
  readonly #index: EventIndex;
  readonly #names: RelationNames;
  readonly #compared: ReadonlySet<string>;

  constructor(input: LedgerInput) {
    const { trail, definitions, workspaceId, pairs } = input;
    this.#input = input;
    this.#index = new EventIndex(trail.events, eventKinds(definitions), workspaceId);
    this.#names = new RelationNames(definitions);
    this.#compared = new Set(pairs.map((pair) => comparisonKey(pair.resource, pair)));
  }

  async *rowsOf(pair: Pair): AsyncGenerator<ChangeRow> {
    if (isEqual(pair)) return;
    const { scope, trail } = this.#input;
    const definition = this.#input.definitions.find(({ name }) => name === pair.resource);
    const countedField = this.#countedField(pair, definition);
    const comparison = await compareReadings({ pair: comparedOf(pair), definition, countedField });
    const window = windowOf(pair);
    const isTrailKnown = !trail.isDeclaredOff && common(trail.holes, [window]).length === 0;
    for await (const difference of comparison.differences()) {
      const events = definition === undefined ? [] : this.#index.explaining(difference, definition, window);
      for (const event of events) this.explained.add(event);
      const row = rowOf({ pair, difference, definition, events, isTrailKnown });
      if (!isRowWithin(row, scope)) continue;
      const name = row.name ?? (await this.#names.nameOf(difference.record, definition, pair));
      yield name === undefined ? row : { ...row, name };
    }
    const note = comparison.note();
    if (note === undefined) return;
    const places = [placeOf(pair.before), placeOf(pair.after)] as const;
    this.notes.set(pair, { ...note, resource: pair.resource, places });
  }

  /** A group's number of members, where its members are compared themselves. */
  #countedField(pair: Pair, definition: ResourceDefinition | undefined): string | undefined {
    const counts = definition?.counts;
    if (counts === undefined || !this.#compared.has(comparisonKey(counts.of, pair))) return undefined;
    return `/data/${counts.field}`;
  }
}

const comparisonKey = (resource: string, { after }: Pair) => `${resource} ${after.run.manifest.run.id}`;
