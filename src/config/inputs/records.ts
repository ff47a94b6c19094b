/** Records of a company's file: what is kept, under which id, and what of two rows that are of the same. */
import type { InputName } from '../../../schemas/input-entry.ts';
import { INPUT_FILE_ID } from '../../../schemas/inputs.ts';
import type { InputRecord } from '../../evidence/input-source.ts';
import { type InputRow, type RowProblem, readRows } from './rows.ts';

type Values = InputRow['values'];

/** How rows become records, where they are of no people. */
interface Shape {
  readonly idOf: (values: Values) => string;
  readonly dataOf?: (values: Values) => Values;
  /** Returns which of two different rows under one id is kept; undefined: they contradict each other. */
  readonly keep?: (one: Values, other: Values) => Values;
}

const part = (value: unknown) =>
  String(value ?? '')
    .replaceAll('%', '%25')
    .replaceAll('/', '%2F');

/** The id of the file itself is no record's. */
const named = (name: unknown) => (name === INPUT_FILE_ID ? '%66ile' : part(name));

const SHAPES: Readonly<Record<Exclude<InputName, 'roster'>, Shape>> = {
  approvals: {
    idOf: ({ subject, approvedOn, ticket, approverRole }) =>
      [subject, approvedOn, ticket, approverRole].map(part).join('/'),
  },
  'data-classification': { idOf: ({ property }) => named(property) },
  reviews: {
    // As the audit trail has it: nothing else is looked up by it.
    idOf: ({ event }) => (event === INPUT_FILE_ID ? named(event) : String(event)),
    dataOf: ({ event: _, ...rest }) => rest,
    keep: (one, other) => (JSON.stringify(one) < JSON.stringify(other) ? one : other),
  },
  vendors: {
    idOf: ({ vendor }) => named(vendor),
    // Whose slugs nobody has written down is looked for by its name.
    dataOf: (values) => ({ ...values, slugs: values['slugs'] ?? [values['vendor']] }),
  },
};

/** Yields the records of a file in no order, and whatever does not fit. */
export async function* readRecords(name: InputName, text: string): AsyncGenerator<InputRecord | RowProblem> {
  if (name === 'roster') yield* readPeople(text);
  else yield* readKeyed(name, SHAPES[name], text);
}

async function* readPeople(text: string): AsyncGenerator<InputRecord | RowProblem> {
  for await (const row of readRows('roster', text)) {
    if (row.kind === 'problem') yield row;
    else {
      const { email, ...data } = row.values;
      yield { kind: 'record', email: String(email), data, rows: 1 };
    }
  }
}

async function* readKeyed(
  name: InputName,
  { idOf, dataOf = (values) => values, keep }: Shape,
  text: string,
): AsyncGenerator<InputRecord | RowProblem> {
  const known = new Map<string, Kept>();
  for await (const row of readRows(name, text)) {
    if (row.kind === 'problem') {
      yield row;
      continue;
    }
    // `Braze` and `braze` are one vendor; a property is what it is called to the letter.
    const key = name === 'vendors' ? idOf(row.values).toLowerCase().normalize('NFC') : idOf(row.values);
    const [first = ''] = Object.keys(row.values);
    const before = known.get(key);
    const kept = before === undefined ? row.values : keptOf(before.values, row.values, keep);
    if (kept === undefined) {
      const message = `${first}: expected each once, got one that line ${before?.line} has with other values`;
      yield { kind: 'problem', ...row.placeOf(first), message };
    } else
      known.set(key, {
        values: kept,
        line: before?.line ?? row.placeOf(first).line,
        rows: (before?.rows ?? 0) + 1,
      });
  }
  for (const { values, rows } of known.values())
    yield { kind: 'record', id: idOf(values), data: dataOf(values), rows };
}

interface Kept {
  readonly values: Values;
  /** Of the first row. */
  readonly line: number;
  readonly rows: number;
}

function keptOf(one: Values, other: Values, keep: Shape['keep']): Values | undefined {
  return JSON.stringify(one) === JSON.stringify(other) ? one : keep?.(one, other);
}
