/** A population as a page shows it: its rows in one run, or how reading it ended in place of them. Plain data. */
import { isNothingThere, isWhole } from '../../evidence/records/whole.ts';
import type { History, Run } from '../../verify/read-history.ts';
import { type Certificate, certificateOf, isReadable } from '../certificate.ts';
import { inputGaps } from '../population.ts';
import { assertVerified, readerOf } from '../reader.ts';
import { countRows, type Tallied } from '../tallies.ts';
import type { View } from '../views/view.ts';
import { endedText, type Standing } from './standing.ts';
import { columnFacts, type TableFacts, tableFacts } from './table-facts.ts';

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
  const columns = view.columns.map(columnFacts);
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
  const { rows, cut } = await tableFacts(name, view.columns, prepared.rows());
  const why = [...inputGaps(view, certificates), ...(prepared.gaps ?? [])];
  const uncovered = (prepared.uncovered ?? []).map((each) => `Not in here: ${each}`);
  return {
    ...head,
    standing: { kind: why.length === 0 ? 'whole' : 'partial', why },
    total,
    counts,
    rows,
    cut,
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

const restOf = (certificate: Certificate): Rest => ({
  resource: certificate.resource,
  ended: endedText(certificate),
  isWhole: isWhole(certificate),
  records: certificate.records,
});
