/** What reviewers fill in: a row for each thing that can be taken away, and what has changed since it was last reviewed. */
import { DECISIONS, type ReviewItem } from '../../../schemas/review.ts';
import type { Answer } from '../answer.ts';
import type { Table } from '../table.ts';
import { countedDecisions } from './counted.ts';
import type { FrozenReview } from './freeze.ts';
import { grantTexts, isSameScope, itemText } from './items.ts';
import type { StoredReview } from './stored.ts';

export const REVIEW_START_SCHEMA = 'segment-evidence/review-start/v1';

export interface ReviewRow extends ReviewItem {
  readonly since: 'first' | 'new' | 'changed' | 'unchanged';
  /** What was decided of it last. */
  readonly lastDecision?: string;
}

/** Columns by which an import finds its way: their titles, which are their keys too but for capitals. */
export const FILLED_IN = {
  item: 'Item',
  email: 'E-mail',
  name: 'Name',
  what: 'What',
  access: 'Access',
  decision: 'Decision',
  reviewer: 'Reviewer',
  reason: 'Reason',
  population: 'Population',
} as const;

/** Digits of the population's digest that stand in each row. */
export const DIGEST_DIGITS = 16;

const SINCE: Readonly<Record<ReviewRow['since'], string>> = {
  first: 'first review',
  new: 'NEW',
  changed: 'CHANGED',
  unchanged: 'unchanged',
};

/** Returns the workbook of a review as an answer. `previous`: the review before, where there is one. */
export function reviewSheet(frozen: FrozenReview, previous: StoredReview | undefined): Answer<ReviewRow> {
  const { reviewId, population, sha256, answer } = frozen;
  const rows = population.items.map(marking(previous));
  const gone = goneSince(population.items, previous);
  const changed = rows.filter(({ since }) => since === 'new' || since === 'changed').length;
  const { connection, snapshot, gaps } = population;
  return {
    question: 'Is this access still right?',
    standing: `${answer.standing}; ${rows.length} items to decide in review ${reviewId}`,
    cover: [
      ['Review', reviewId],
      ['Population', `${rows.length} items: reviews/${reviewId}/population.json is sha256:${sha256}`],
      ...HOW_TO_DECIDE,
      ['', `When every row is decided: segment-evidence review import ${reviewId} FILE`],
      ['', 'Several reviewers: each fills in rows in a copy of their own, and hands it in with --part.'],
      ['Since the last review', sinceText(previous, changed, gone.length)],
      ...answer.cover,
    ],
    exitCode: answer.exitCode,
    table: reviewTable(rows, sha256),
    sheets: gone.length === 0 ? [] : [goneTable(gone) as Table],
    head: {
      schema: REVIEW_START_SCHEMA,
      reviewId,
      connection,
      snapshot,
      populationSha256: sha256,
      previous: previous?.reviewId ?? null,
      gaps,
      total: rows.length,
      changedSince: changed,
      goneSince: gone.map(({ id }) => id),
    },
    rowsKey: 'items',
    asOf: snapshot.startedAt,
  };
}

const HOW_TO_DECIDE = [
  [
    'How to decide',
    `Choose a decision in each row: ${DECISIONS.join(', ')}. Write your e-mail address into the column Reviewer. Nobody reviews their own access.`,
  ],
  [
    '',
    'Give a reason for everything but approve. Rows may be sorted and filtered; add none, and delete none.',
  ],
] as const;

function marking(previous: StoredReview | undefined): (item: ReviewItem) => ReviewRow {
  if (previous === undefined) return (item) => ({ ...item, since: 'first' });
  const items = new Map(previous.population.items.map((item) => [item.id, item]));
  const counted = countedDecisions(previous.imports);
  return (item) => {
    const before = items.get(item.id);
    if (before === undefined) return { ...item, since: 'new' };
    const last = counted.get(item.id)?.decision.decision;
    const since = isSameScope(before, item) ? 'unchanged' : 'changed';
    return { ...item, since, ...(last === undefined ? {} : { lastDecision: last }) };
  };
}

/** What was reviewed then and is not there now. */
function goneSince(items: readonly ReviewItem[], previous: StoredReview | undefined): readonly ReviewItem[] {
  const there = new Set(items.map(({ id }) => id));
  return (previous?.population.items ?? []).filter(({ id }) => !there.has(id));
}

function sinceText(previous: StoredReview | undefined, changed: number, gone: number): string {
  if (previous === undefined) return 'there was none that this store knows of';
  return `${previous.reviewId}: ${changed} new or changed, and marked; ${gone} gone${gone === 0 ? '' : ', on a sheet of their own'}`;
}

function reviewTable(rows: readonly ReviewRow[], sha256: string): Table<ReviewRow> {
  const { item, email, name: called, what, access, decision, reviewer, reason, population } = FILLED_IN;
  return {
    name: 'review',
    columns: [
      { key: 'email', title: email, kind: 'text', value: (row) => row.email },
      { key: 'name', title: called, kind: 'text', value: ({ name = null }) => name },
      { key: 'what', title: what, kind: 'text', value: itemText },
      { key: 'access', title: access, kind: 'list', value: grantTexts },
      { key: 'since', title: 'Since the last review', kind: 'text', value: ({ since }) => SINCE[since] },
      {
        key: 'last_decision',
        title: 'Last decision',
        kind: 'text',
        value: ({ lastDecision = null }) => lastDecision,
      },
      { key: 'decision', title: decision, kind: 'text', choices: DECISIONS, value: () => null },
      { key: 'reviewer', title: reviewer, kind: 'text', value: () => null },
      { key: 'reason', title: reason, kind: 'text', value: () => null },
      { key: 'item', title: item, kind: 'text', value: ({ id }) => id },
      { key: 'population', title: population, kind: 'text', value: () => sha256.slice(0, DIGEST_DIGITS) },
    ],
    rows: async function* () {
      yield* rows;
    },
  };
}

function goneTable(items: readonly ReviewItem[]): Table<ReviewItem> {
  return {
    name: 'gone since',
    columns: [
      { key: 'email', title: 'E-mail', kind: 'text', value: ({ email }) => email },
      { key: 'what', title: 'What', kind: 'text', value: itemText },
      { key: 'access', title: 'Access', kind: 'list', value: grantTexts },
    ],
    rows: async function* () {
      yield* items;
    },
  };
}
