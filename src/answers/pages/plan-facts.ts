/** What tracking plans plan of people's data, as names tell, and what sources do with what is not planned. Plain data. */
import type { CheckResult } from '../../../schemas/check-results.ts';
import { findProperties } from '../../checks/facts/named-properties.ts';
import { findPersonal, personalTerms } from '../../checks/facts/personal-properties.ts';
import type { Tally } from '../../checks/tally.ts';
import { readNames } from '../../evidence/records/names.ts';
import { isWhole } from '../../evidence/records/whole.ts';
import type { Run } from '../../verify/read-history.ts';
import { certificateOf } from '../certificate.ts';
import type { Column } from '../table.ts';
import { ENFORCED } from '../views/enforcement.ts';
import type { Reader } from '../views/view.ts';
import type { PopulationFacts } from './population-facts.ts';
import { paramsOf } from './source-facts.ts';
import { endedText, type Standing, WHOLE } from './standing.ts';
import { cellOf, type TableFacts, tableFacts } from './table-facts.ts';

export interface PlanFacts {
  readonly standing: Standing;
  /** null: rules were not read. */
  readonly personal: number | null;
  /** A property of a plan in each row. */
  readonly inventory: TableFacts;
  /** Rules that have no schema that could be read: what they plan nobody can tell. null: as `personal`. */
  readonly withoutSchema: number | null;
  readonly enforcement: readonly Enforcement[];
}

/** Of how many connected sources what happens to it. */
export interface Enforcement {
  readonly what: string;
  readonly counts: Readonly<Record<'heldBack' | 'allowed' | 'notKnown', number>>;
}

const RULES = 'tracking-plan-rules';

export async function planFacts(
  run: Run,
  reader: Reader,
  { plans, results }: { readonly plans: PopulationFacts; readonly results: readonly CheckResult[] },
): Promise<PlanFacts> {
  const certificate = certificateOf(run, RULES);
  const isRead = reader.isReadable(RULES);
  const terms = personalTerms(paramsOf(results, 'piiDictionary'));
  const names = await readNames(reader, ['tracking-plans']);
  const unreadable = new Set<string>();
  const tally = noTally((subject) => unreadable.add(subject));
  const found = (await findProperties(reader, tally, findPersonal(terms))) ?? [];
  const rows = found.map((each) => ({
    ...each,
    planName: names.of('tracking-plans', each.plan) ?? each.plan,
  }));
  const standing: Standing = isWhole(certificate)
    ? WHOLE
    : { kind: isRead ? 'partial' : 'unread', why: [`${RULES}: ${endedText(certificate)}`] };
  return {
    standing,
    personal: isRead ? rows.length : null,
    inventory: await tableFacts('personal-data', columns, each(rows)),
    withoutSchema: isRead ? unreadable.size : null,
    enforcement: ENFORCED.map(({ key, what }) => ({ what, counts: enforcementOf(plans, key) })),
  };
}

type Row = NonNullable<Awaited<ReturnType<typeof findProperties>>>[number] & { readonly planName: string };

const columns: readonly Column<Row>[] = [
  { key: 'property', title: 'Property', kind: 'text', value: ({ name }) => name },
  { key: 'path', title: 'Where', kind: 'text', value: ({ path }) => path },
  { key: 'term', title: 'Told by', kind: 'text', value: ({ term }) => term },
  { key: 'plan', title: 'Plan', kind: 'text', value: ({ planName }) => planName },
  { key: 'rules', title: 'Rules that have it', kind: 'count', value: ({ rules }) => rules },
];

async function* each<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows;
}

/** Nothing is judged here. */
const noTally = (unknown: (subject: string) => void): Tally => ({
  saw: () => undefined,
  fail: () => undefined,
  warn: () => undefined,
  unknown,
  note: () => undefined,
  since: () => ({ at: '', isLowerBound: true }),
  kept: new Map(),
  keep: () => undefined,
});

/** Of rows with a source: a plan that no source is connected to holds nothing back. */
function enforcementOf(plans: PopulationFacts, key: string): Enforcement['counts'] {
  const said = plans.rows
    .filter((row) => cellOf(plans, row, 'source') !== null)
    .map((row) => cellOf(plans, row, key));
  const allowed = said.filter((cell) => cell === 'allowed').length;
  const notKnown = said.filter((cell) => cell === null).length;
  return { heldBack: said.length - allowed - notKnown, allowed, notKnown };
}
