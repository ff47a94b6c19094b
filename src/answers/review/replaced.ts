/** Decisions that a later import replaced: what was once to be taken away must not go out of sight by being decided again. Pure. */
import type { ReviewDecision } from '../../../schemas/review.ts';
import type { Counted } from './counted.ts';
import { plain } from './people.ts';
import type { StoredReview } from './stored.ts';

/** A decision that does not count any more. */
export interface Replaced {
  /** Of the item. */
  readonly id: string;
  readonly decision: ReviewDecision['decision'];
  readonly reviewer: string;
  readonly identity: 'asserted' | 'signed';
  readonly importedAt: string;
  /** What counts in its place, whose word that is, and since when. */
  readonly by: ReviewDecision['decision'];
  readonly byReviewer: string;
  readonly replacedAt: string;
}

/** Returns every decision that a later import replaced by another one, by another reviewer's, or by an unsigned one; oldest first. */
export function replacedIn(imports: StoredReview['imports']): readonly Replaced[] {
  const before = new Map<string, Counted>();
  return imports.flatMap((from) =>
    from.decisions.flatMap((decision) => {
      const was = before.get(decision.id);
      const now = { decision, from };
      before.set(decision.id, now);
      return was === undefined || isSame(was, now) ? [] : [replacedBy(was, now)];
    }),
  );
}

const isSame = (was: Counted, now: Counted) =>
  was.decision.decision === now.decision.decision &&
  plain(was.decision.reviewer) === plain(now.decision.reviewer) &&
  (was.from.identity.kind === 'asserted' || now.from.identity.kind === 'signed');

const replacedBy = (was: Counted, now: Counted): Replaced => ({
  id: was.decision.id,
  decision: was.decision.decision,
  reviewer: was.decision.reviewer,
  identity: was.from.identity.kind,
  importedAt: was.from.importedAt,
  by: now.decision.decision,
  byReviewer: now.decision.reviewer,
  replacedAt: now.from.importedAt,
});

/** Returns how many there are, for a first line; empty: none. */
export function replacedWords({ length }: readonly Replaced[]): string {
  if (length === 0) return '';
  return length === 1
    ? '; 1 decision was replaced by a later import'
    : `; ${length} decisions were replaced by a later import`;
}
