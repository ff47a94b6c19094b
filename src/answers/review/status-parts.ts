/** Who handed in what of a review: its parts, and how its decisions add up. Pure. */
import { DECISIONS, type ReviewDecision } from '../../../schemas/review.ts';
import { type Known, knownOf, type ReviewerKey } from './assurance.ts';
import type { Counted } from './counted.ts';
import type { StoredReview } from './stored.ts';

export function countsOf(decisions: readonly ReviewDecision[]): Readonly<Record<string, number>> {
  const count = (word: string) => decisions.filter(({ decision }) => decision === word).length;
  return Object.fromEntries(DECISIONS.map((word) => [word, count(word)]));
}

/** Returns how many are decided how, and how well it is known by whom; null: nothing is decided yet. */
export function decidedOf(counted: readonly Counted[], known: readonly Known[]) {
  if (counted.length === 0) return null;
  const count = (assurance: Known['assurance']) =>
    known.filter((each) => each.assurance === assurance).length;
  return {
    total: counted.length,
    importedAt: counted
      .map(({ from }) => from.importedAt)
      .sort()
      .at(-1),
    counts: countsOf(counted.map(({ decision }) => decision)),
    assurance: {
      signed: count('signed'),
      signedNotPinned: count('signed-not-pinned'),
      signedByAnother: count('signed-by-another'),
      asserted: count('asserted'),
    },
  };
}

/** A file that was handed in. */
export interface Part extends Known {
  readonly number: number;
  readonly importedAt: string;
  /** As they first wrote themselves. */
  readonly reviewers: readonly string[];
  /** How many items it decides. */
  readonly decisions: number;
  readonly source: StoredReview['imports'][number]['source'];
}

/** Returns the parts that were handed in, oldest first. */
export function partsOf({ imports }: StoredReview, pinned: readonly ReviewerKey[]): readonly Part[] {
  return imports.map(({ number, importedAt, decisions, identity, source }) => {
    const reviewers = [...new Set(decisions.map(({ reviewer }) => reviewer))];
    return {
      number,
      importedAt,
      reviewers,
      decisions: decisions.length,
      ...knownOf(identity, identity.kind === 'signed' ? identity.reviewer : '', pinned),
      source,
    };
  });
}
