/** A population as a page shows it: its rows in one run, or how reading it ended in place of them. Plain data. */
import { isNothingThere, isWhole } from '../../evidence/records/whole.ts';
import type { History, Run } from '../../verify/read-history.ts';
import { type Certificate, certificateOf, isReadable } from '../certificate.ts';
import { inputGaps } from '../population.ts';
import { assertVerified, readerOf } from '../reader.ts';
import type { Cell, CellKind } from '../table.ts';
import { countRows, type Tallied } from '../tallies.ts';
import type { Prepared, View, ViewRow } from '../views/view.ts';
import { endedText, type Standing } from './standing.ts';

/** More rows than anybody reads, and a page that opens in seconds: what is beyond is said, with where to get it. */
export const MOST_ROWS = 20_000;

export interface ColumnFacts {
  readonly key: string;
  readonly title: string;
  readonly kind: CellKind;
}

export interface TableFacts {
  readonly name: string;
  readonly columns: readonly ColumnFacts[];
  readonly rows: readonly (readonly Cell[])[];
  /** How many rows more there are than `rows` has. */
  readonly cut: number;
}

export interface PopulationFacts extends TableFacts {
  readonly question: string;
  readonly noun: readonly [one: string, many: string];
  readonly standing: Standing;
  /** null: nobody can say. */
  readonly total: number | null;
  readonly counts: readonly Tallied[];
  readonly rests: readonly Rest[];
  readonly notes: readonly string[];
}

/** What it rests on. */
export interface Rest {
  readonly resource: string;
  readonly ended: string;
  readonly isWhole: boolean;
  readonly records: number | null;
}

/** Returns a population as one run has it, and no other. @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED */
export async function populationFacts(
  history: Pick<History, 'runs'>,
  run: Run,
  view: View,
): Promise<PopulationFacts> {
  const certificates = view.inputs.map(({ resource }) => certificateOf(run, resource));
  const columns = view.columns.map(({ key, title, kind }) => ({ key, title, kind }));
  const { name, question, noun } = view;
  const head = { name, question, noun, columns, rests: certificates.map(restOf) };
  const [first] = certificates;
  if (first === undefined || !isReadable(run, first.resource))
    return { ...head, standing: unread(run, first), ...NOTHING };
  await assertVerified(
    run,
    view.inputs.map(({ resource }) => resource),
  );
  const prepared = await view.prepare(readerOf(history, run));
  const { total, counts } = await countRows(view, prepared.rows, prepared.total);
  const rows = await cellsOf(view, prepared);
  const why = [...inputGaps(view, certificates), ...(prepared.gaps ?? [])];
  const uncovered = (prepared.uncovered ?? []).map((each) => `Not in here: ${each}`);
  return {
    ...head,
    standing: { kind: why.length === 0 ? 'whole' : 'partial', why },
    total,
    counts,
    rows,
    cut: total - rows.length,
    notes: [...uncovered, ...(prepared.notes ?? [])],
  };
}

const NOTHING = { total: null, counts: [], rows: [], cut: 0, notes: [] } as const;

function unread({ isExpired }: Run, first: Certificate | undefined): Standing {
  if (isExpired) return { kind: 'unread', why: ['its files are gone, since their retention has ended'] };
  if (first === undefined) return { kind: 'unread', why: ['nothing is known of it'] };
  const why = [`${first.resource}: ${endedText(first)}`, ...(first.failedRules ?? [])];
  return { kind: isNothingThere(first) ? 'absent' : 'unread', why };
}

async function cellsOf({ columns }: View, prepared: Prepared<ViewRow>): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  for await (const row of prepared.rows()) {
    if (rows.length === MOST_ROWS) break;
    rows.push(columns.map((column) => column.value(row)));
  }
  return rows;
}

const restOf = (certificate: Certificate): Rest => ({
  resource: certificate.resource,
  ended: endedText(certificate),
  isWhole: isWhole(certificate),
  records: certificate.records,
});
