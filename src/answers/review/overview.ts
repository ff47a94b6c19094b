/**
 * All reviews of a connection at a glance, and which of them is shown: the newest that is begun and not finished, since a review
 * that somebody has just started must not hide the one whose removals are still open. Pure.
 */
import { EXIT } from '../../errors.ts';
import type { Column, Table } from '../table.ts';
import type { ReviewStatus } from './status.ts';
import type { StoredReview } from './stored.ts';

/**
 * `not-begun`: nothing is decided; `overtaken`: nothing is, and a newer one is begun; `open`: something is decided, and not all
 * of it, or not all done.
 */
export type ReviewState = 'complete' | 'open' | 'not-begun' | 'overtaken';

export interface ReviewLine {
  readonly reviewId: string;
  readonly state: ReviewState;
  /** Start of the run that was frozen. */
  readonly frozenAt: string;
  readonly total: number;
  readonly decided: number;
  readonly standing: string;
}

export interface ReviewFound {
  readonly review: StoredReview;
  readonly status: ReviewStatus;
}

/** Returns the review to show, with all of them beside it. `found`: oldest first, at least one. */
export function overviewOf(found: readonly ReviewFound[]): ReviewStatus | undefined {
  const lines = found.map((each, index) => lineOf(each, found.slice(index + 1)));
  const shown = found[indexToShow(lines.map(({ state }) => state))]?.status;
  if (shown === undefined) return undefined;
  const newestFirst = [...lines].reverse();
  const others = newestFirst.filter(({ reviewId }) => reviewId !== shown.head['reviewId']);
  const head = { ...shown.head, reviews: newestFirst };
  if (others.length === 0) return { ...shown, head };
  return {
    ...shown,
    standing: `${shown.standing}; ${othersText(others)}`,
    exitCode: found.some(({ status }) => status.exitCode === EXIT.verificationFailed)
      ? EXIT.verificationFailed
      : shown.exitCode,
    cover: [
      ...shown.cover,
      ...newestFirst.map((line) => ['Reviews', `${line.reviewId}: ${lineText(line)}`] as const),
    ],
    sheets: [...(shown.sheets ?? []), reviewsTable(newestFirst)],
    head,
  };
}

function lineOf({ review, status }: ReviewFound, newer: readonly ReviewFound[]): ReviewLine {
  const { reviewId, population, imports } = review;
  const isBegun = imports.length > 0;
  const isOvertaken = newer.some((each) => each.review.imports.length > 0);
  const state = isBegun
    ? status.exitCode === EXIT.done
      ? 'complete'
      : 'open'
    : isOvertaken && review.orphans.length === 0
      ? 'overtaken'
      : 'not-begun';
  const decided = new Set(imports.flatMap(({ decisions }) => decisions.map(({ id }) => id))).size;
  const { snapshot, items } = population;
  const { standing } = status;
  return { reviewId, state, frozenAt: snapshot.startedAt, total: items.length, decided, standing };
}

function indexToShow(states: readonly ReviewState[]): number {
  const open = states.lastIndexOf('open');
  if (open !== -1) return open;
  const notBegun = states.lastIndexOf('not-begun');
  return notBegun === -1 ? states.length - 1 : notBegun;
}

const STATES: Readonly<Record<ReviewState, string>> = {
  complete: 'complete',
  open: 'NOT COMPLETE',
  'not-begun': 'nothing decided yet',
  overtaken: 'nothing decided, and a newer one is begun',
};

const lineText = ({ state, decided, total }: ReviewLine) =>
  `${STATES[state]}, ${decided} of ${total} items decided`;

/** Whatever is not complete by name, the others by number. */
function othersText(others: readonly ReviewLine[]): string {
  const [named, complete] = [
    others.filter(({ state }) => state !== 'complete'),
    others.filter(({ state }) => state === 'complete'),
  ];
  const words = [
    ...named.slice(0, 3).map(({ reviewId, state }) => `${reviewId}: ${STATES[state]}`),
    ...(named.length > 3 ? [`${named.length - 3} more that are not complete`] : []),
    ...(complete.length > 0 ? [`${complete.length} complete`] : []),
  ];
  return `other reviews: ${words.join(', ')}`;
}

function reviewsTable(lines: readonly ReviewLine[]): Table {
  const columns: readonly Column<ReviewLine>[] = [
    { key: 'review', title: 'Review', kind: 'text', value: ({ reviewId }) => reviewId },
    { key: 'state', title: 'State', kind: 'text', value: ({ state }) => STATES[state] },
    { key: 'frozen_at', title: 'As of', kind: 'instant', value: ({ frozenAt }) => frozenAt },
    { key: 'decided', title: 'Decided', kind: 'count', value: ({ decided }) => decided },
    { key: 'items', title: 'Items', kind: 'count', value: ({ total }) => total },
    { key: 'standing', title: 'Standing', kind: 'text', value: ({ standing }) => standing },
  ];
  const table: Table<ReviewLine> = {
    name: 'all reviews',
    columns,
    rows: async function* () {
      yield* lines;
    },
  };
  return table as Table;
}
