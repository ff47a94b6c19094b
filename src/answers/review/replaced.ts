/** Decisions that a later import replaced: what was once to be taken away must not go out of sight by being decided again. Pure. */
import type { ReviewDecision } from '../../../schemas/review.ts';
import type { StoredReview } from './stored.ts';

/** A decision that does not count any more. */
export interface Replaced {
  /** Of the item. */
  readonly id: string;
  readonly decision: ReviewDecision['decision'];
  readonly reviewer: string;
  readonly importedAt: string;
  /** What counts in its place, and since when. */
  readonly by: ReviewDecision['decision'];
  readonly replacedAt: string;
}

/** Returns every decision but a repeated one that a later import replaced by another, oldest first. */
export function replacedIn(imports: StoredReview['imports']): readonly Replaced[] {
  return imports.slice(1).flatMap((later, index) => {
    const earlier = new Map(imports[index]?.decisions.map((each) => [each.id, each]));
    return later.decisions.flatMap(({ id, decision }) => {
      const was = earlier.get(id);
      if (was === undefined || was.decision === decision) return [];
      const { reviewer } = was;
      const importedAt = imports[index]?.importedAt ?? '';
      return [
        { id, decision: was.decision, reviewer, importedAt, by: decision, replacedAt: later.importedAt },
      ];
    });
  });
}

/** Returns how many there are, for a first line; empty: none. */
export function replacedWords({ length }: readonly Replaced[]): string {
  if (length === 0) return '';
  return length === 1
    ? '; 1 decision was replaced by a later import'
    : `; ${length} decisions were replaced by a later import`;
}
