/** What reviewers decided, taken from the rows they handed in. Whatever is wrong is said at once, by row; half of it is never taken. */
import {
  DECISIONS,
  type DecisionWord,
  type ReviewDecision,
  type ReviewItem,
} from '../../../schemas/review.ts';
import { secretIn } from '../../evidence/human-words.ts';
import { isAddress, plain } from './people.ts';
import { DIGEST_DIGITS, FILLED_IN } from './sheet.ts';
import type { StoredReview } from './stored.ts';
import { otherWords } from './visible-words.ts';

export interface HandedIn {
  readonly name: string;
  readonly rows: readonly { readonly number: number; readonly cells: readonly string[] }[];
}

export interface Problem {
  /** As a spreadsheet counts, from 1; absent where no row is to blame. */
  readonly row?: number;
  readonly message: string;
}

export interface Taken {
  /** In the order of the population. Not to be used where there is a problem. */
  readonly decisions: readonly ReviewDecision[];
  readonly problems: readonly Problem[];
}

type Field = keyof typeof FILLED_IN;
type Row = { readonly number: number } & Readonly<Record<Field, string>>;

/** More of the same say no more. */
const MOST_PROBLEMS = 200;

/**
 * Returns one decision for each item of the population, or everything that is wrong. `isPart`: rows that are not there, or
 * where nothing is filled in, are left to others.
 */
export function takeDecisions(sheets: readonly HandedIn[], review: StoredReview, isPart: boolean): Taken {
  const rows = sheets.map(rowsOf).find((each) => each !== undefined);
  if (rows === undefined) {
    const columns = Object.values(FILLED_IN).join(', ');
    return {
      decisions: [],
      problems: [{ message: `expected a header with the columns ${columns}, got none` }],
    };
  }
  const items = new Map(review.population.items.map((item) => [item.id, item]));
  const seen = new Map<string, Row>();
  const problems: Problem[] = [];
  for (const row of rows) {
    const say = (message: string) => problems.push({ row: row.number, message });
    const item = items.get(row.item);
    const first = seen.get(row.item);
    if (item === undefined) say(`item: expected one of the population, got ${shown(row.item)}`);
    else if (first !== undefined)
      say(`item: expected it once, got it in row ${first.number} too: ${row.item}`);
    else {
      seen.set(row.item, row);
      checkWords(row, item, review.populationSha256, say);
      if (!isPart || !isLeftOpen(row)) checkDecision(row, item, say);
    }
  }
  const missing = isPart ? [] : [...items.keys()].filter((id) => !seen.has(id));
  problems.push(...missing.map((id) => ({ message: `expected a row for ${id}, got none` })));
  const decisions = review.population.items.flatMap(({ id }) => decisionOf(seen.get(id)) ?? []);
  if (decisions.length === 0 && problems.length === 0)
    problems.push({ message: 'decision: expected one in some row, got none' });
  return { decisions, problems: limited(problems) };
}

const isLeftOpen = ({ decision, reviewer, reason }: Row) =>
  [decision, reviewer, reason].every((cell) => cell === '');

/** What was there to read must be what is stored, or somebody decided on something else. */
function checkWords(row: Row, item: ReviewItem, digest: string, say: (message: string) => void): void {
  const { email, population } = row;
  if (population !== digest.slice(0, DIGEST_DIGITS))
    say(
      `population: expected ${digest.slice(0, DIGEST_DIGITS)}, got ${shown(population)}: of another review`,
    );
  if (plain(email) !== plain(item.email ?? ''))
    say(
      `e-mail: expected ${item.email ?? 'none'}, as in the population, got ${shown(email)}: rows may have been mixed up`,
    );
  for (const { field, expected } of otherWords(row, item))
    say(
      `${field}: expected ${shown(expected)}, as in the population, got ${shown(row[field])}: rows may have been mixed up or edited`,
    );
}

function checkDecision(row: Row, item: ReviewItem, say: (message: string) => void): void {
  const { decision, reviewer, reason } = row;
  if (wordOf(decision) === undefined)
    say(`decision: expected ${DECISIONS.join(', ')}, got ${shown(decision)}`);
  else if (wordOf(decision) !== 'approve' && reason === '')
    say(`reason: expected one for ${wordOf(decision)}, got nothing`);
  const secret = secretIn(reason);
  if (secret !== undefined) say(`reason: expected text, got ${secret}`);
  if (!isAddress(reviewer)) say(`reviewer: expected an e-mail address, got ${shown(reviewer)}`);
  else if (plain(reviewer) === plain(item.email ?? ''))
    say(
      `reviewer: expected somebody else than the user, got ${shown(reviewer)}: nobody reviews their own access`,
    );
}

function decisionOf(row: Row | undefined): ReviewDecision | undefined {
  const decision = wordOf(row?.decision ?? '');
  if (row === undefined || decision === undefined) return undefined;
  const { item, reviewer, reason } = row;
  return { id: item, decision, reviewer, ...(reason === '' ? {} : { reason }) };
}

/** Returns the rows below the header of a sheet; undefined where it has no such header. */
function rowsOf({ rows }: HandedIn): readonly Row[] | undefined {
  const names = Object.entries(FILLED_IN) as readonly (readonly [Field, string])[];
  for (const [index, { cells }] of rows.entries()) {
    const titles = cells.map(plain);
    const places = names.map(([field, title]) => [field, placeOf(titles, field, title)] as const);
    if (places.some(([, place]) => place === -1)) continue;
    return rows.slice(index + 1).flatMap(({ number, cells: values }) => {
      const at = Object.fromEntries(places.map(([field, place]) => [field, (values[place] ?? '').trim()]));
      const isEmpty = Object.values(at).every((value) => value === '');
      return isEmpty ? [] : [{ number, ...(at as Record<Field, string>) }];
    });
  }
  return undefined;
}

const placeOf = (titles: readonly string[], field: Field, title: string) => {
  const place = titles.indexOf(plain(title));
  return place === -1 ? titles.indexOf(field) : place;
};

const wordOf = (text: string): DecisionWord | undefined => DECISIONS.find((word) => word === plain(text));
const shown = (text: string) => (text === '' ? 'nothing' : JSON.stringify(text.slice(0, 100)));

function limited(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length <= MOST_PROBLEMS) return problems;
  return [...problems.slice(0, MOST_PROBLEMS), { message: `and ${problems.length - MOST_PROBLEMS} more` }];
}
