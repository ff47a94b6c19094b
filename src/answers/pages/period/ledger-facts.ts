/** What changed in a period and who did it: what nobody explains first, then what no snapshot shows. Plain data. */
import { resources } from '../../../../schemas/resources/index.ts';
import { UnverifiedError } from '../../../errors.ts';
import type { History } from '../../../verify/read-history.ts';
import type { Answer } from '../../answer.ts';
import type { ChangeRow, Explanation } from '../../changes/change-row.ts';
import { changes } from '../../changes/changes.ts';
import type { LedgerCounts } from '../../changes/ledger.ts';
import type { SnapshotName } from '../../population.ts';
import type { Cell } from '../../table.ts';
import { type Standing, standingFrom } from '../standing.ts';
import { columnFacts, type TableFacts } from '../table-facts.ts';
import type { Period } from './period-runs.ts';

export interface LedgerFacts {
  readonly standing: Standing;
  /** null: there are no two runs to compare. */
  readonly counts: LedgerCounts | null;
  readonly resources: readonly ResourceChanges[];
  /** Who made changes, the busiest first; null: nobody is named. */
  readonly actors: readonly { readonly actor: string | null; readonly count: number }[];
  readonly unexplained: TableFacts;
  readonly cameAndWent: TableFacts;
  /** All others. */
  readonly explained: TableFacts;
  readonly withoutChange: { readonly count: number; readonly events: readonly SeenEvent[] };
  readonly skipped: readonly { readonly resource: string; readonly reason: string }[];
  /** Where everything that was compared, and the trail, was whole. */
  readonly covered: readonly Period[];
}

/** By how they are explained, and by what became different. */
export interface ResourceChanges extends Readonly<Record<ChangeKind, number>> {
  readonly resource: string;
}

/** What came and went of a population between two readings. */
export type Flow = Record<'added' | 'removed' | 'changed' | 'cameAndWent', number>;

export interface FlowSpan {
  readonly resource: string;
  readonly from: Pick<SnapshotName, 'startedAt'>;
  readonly to: Pick<SnapshotName, 'startedAt'>;
}

type ChangeKind = Explanation | 'cameAndWent' | 'added' | 'removed' | 'changed';

export interface SeenEvent {
  readonly eventId: string;
  readonly type: string;
  readonly actor: string;
  readonly at: string;
}

/** Of each of the three tables, and of the events. */
const MOST_CHANGES = 3_000;

/** @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED */
export async function ledgerFacts(
  history: History,
  { from, to }: Period,
  spans: readonly NamedSpan[],
): Promise<LedgerAndFlows> {
  const scope = { kind: 'period', fromMs: Date.parse(from), toMs: Date.parse(to) } as const;
  try {
    return await factsOf(await changes(history, { scope, definitions: resources }), spans);
  } catch (error) {
    if (!(error instanceof UnverifiedError) || error.code !== 'NO_EVIDENCE') throw error;
    const none = (name: string) => ({ name, columns: [], rows: [], cut: 0 });
    const ledger: LedgerFacts = {
      standing: { kind: 'unread', why: ['there are no two runs to compare'] },
      counts: null,
      resources: [],
      actors: [],
      unexplained: none('unexplained'),
      cameAndWent: none('came-and-went'),
      explained: none('explained'),
      withoutChange: { count: 0, events: [] },
      skipped: [],
      covered: [],
    };
    return { ledger, flows: new Map() };
  }
}

type NamedSpan = FlowSpan & { readonly name: string };

interface LedgerAndFlows {
  readonly ledger: LedgerFacts;
  /** By name of the population. */
  readonly flows: ReadonlyMap<string, Flow>;
}

interface Head {
  readonly counts: LedgerCounts;
  readonly gaps: readonly string[];
  readonly skipped: LedgerFacts['skipped'];
  readonly covered: LedgerFacts['covered'];
  readonly eventsWithoutChange: readonly SeenEvent[];
}

async function factsOf(
  { table, head }: Answer<ChangeRow>,
  spans: readonly NamedSpan[],
): Promise<LedgerAndFlows> {
  const { counts, gaps, skipped, covered, eventsWithoutChange } = head as unknown as Head;
  const tallies = new Map<string, Record<ChangeKind, number>>();
  const flows = new Map(
    spans.map(({ name }) => [name, { added: 0, removed: 0, changed: 0, cameAndWent: 0 }]),
  );
  const actors = new Map<string | null, number>();
  const of = {
    unexplained: new Rows('unexplained', table),
    'came-and-went': new Rows('came-and-went', table),
    explained: new Rows('explained', table),
  };
  for await (const row of table.rows()) {
    tally(tallies, row);
    for (const span of spans.filter((each) => isBetween(row, each))) flow(flows.get(span.name), row);
    actors.set(row.actor ?? null, (actors.get(row.actor ?? null) ?? 0) + 1);
    if (row.change === 'came-and-went') of['came-and-went'].take(row);
    else of[row.explanation === 'unexplained' ? 'unexplained' : 'explained'].take(row);
  }
  const ledger = {
    standing: standingFrom(gaps),
    counts,
    resources: [...tallies].map(([resource, kinds]) => ({ resource, ...kinds })),
    actors: [...actors]
      .map(([actor, count]) => ({ actor, count }))
      .sort((one, other) => other.count - one.count),
    unexplained: of.unexplained.facts(),
    cameAndWent: of['came-and-went'].facts(),
    explained: of.explained.facts(),
    withoutChange: { count: eventsWithoutChange.length, events: eventsWithoutChange.slice(0, MOST_CHANGES) },
    skipped,
    covered,
  };
  return { ledger, flows };
}

/** The first rows of one kind, as they pass. */
class Rows {
  readonly #name: string;
  readonly #columns: Answer<ChangeRow>['table']['columns'];
  readonly #rows: Cell[][] = [];
  #total = 0;

  constructor(name: string, { columns }: Answer<ChangeRow>['table']) {
    this.#name = name;
    this.#columns = columns;
  }

  take(row: ChangeRow): void {
    this.#total += 1;
    if (this.#rows.length < MOST_CHANGES) this.#rows.push(this.#columns.map((column) => column.value(row)));
  }

  facts(): TableFacts {
    const rows = this.#rows;
    return {
      name: this.#name,
      columns: this.#columns.map(columnFacts),
      rows,
      cut: this.#total - rows.length,
    };
  }
}

function tally(tallies: Map<string, Record<ChangeKind, number>>, row: ChangeRow): void {
  const { resource, change, explanation } = row;
  const known = tallies.get(resource) ?? { ...NONE };
  tallies.set(resource, known);
  if (change === 'came-and-went') known.cameAndWent += 1;
  else {
    known[change] += 1;
    known[explanation] += 1;
  }
}

/** Whether both readings of a row are among those of a span: its first one is before the last of these. */
function isBetween({ resource, window }: ChangeRow, span: FlowSpan): boolean {
  const afterMs = Date.parse(window.after);
  return (
    resource === span.resource &&
    afterMs >= Date.parse(span.from.startedAt) &&
    afterMs < Date.parse(span.to.startedAt)
  );
}

function flow(known: Flow | undefined, { change }: ChangeRow): void {
  if (known !== undefined) known[change === 'came-and-went' ? 'cameAndWent' : change] += 1;
}

const NONE: Readonly<Record<ChangeKind, number>> = {
  explained: 0,
  unexplained: 0,
  vendor: 0,
  'not-known': 0,
  cameAndWent: 0,
  added: 0,
  removed: 0,
  changed: 0,
};
