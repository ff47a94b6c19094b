/** What changed after a population was frozen and before it was decided on: nobody looked at it in this review. */
import type { ReviewItem } from '../../../schemas/review.ts';
import { nameOf, type SnapshotName } from '../population.ts';
import { isSameScope } from './items.ts';
import type { Look } from './sightings.ts';

export interface ItemChange extends ReviewItem {
  readonly change: 'added' | 'removed' | 'changed';
}

/** Takes run by run, oldest first, and keeps what the last one before the decisions shows. */
export class Meanwhile {
  readonly #frozen: readonly ReviewItem[];
  readonly #decidedAt: string | undefined;
  /** The last run before the decisions that could read everything; absent: there is none. */
  asOf: SnapshotName | undefined;
  changes: readonly ItemChange[] = [];

  constructor(frozen: readonly ReviewItem[], decidedAt: string | undefined) {
    this.#frozen = frozen;
    this.#decidedAt = decidedAt;
  }

  take({ run, access, gaps }: Look): void {
    const { startedAt } = run.manifest.run;
    const isBefore = this.#decidedAt === undefined || Date.parse(startedAt) <= Date.parse(this.#decidedAt);
    if (!isBefore || access === undefined || gaps.length > 0) return;
    this.asOf = nameOf(run);
    this.changes = differences(this.#frozen, access.items);
  }
}

function differences(
  frozen: readonly ReviewItem[],
  now: ReadonlyMap<string, ReviewItem>,
): readonly ItemChange[] {
  const before = new Map(frozen.map((item) => [item.id, item]));
  const gone = frozen
    .filter(({ id }) => !now.has(id))
    .map((item) => ({ ...item, change: 'removed' as const }));
  const others = [...now.values()].flatMap((item): readonly ItemChange[] => {
    const old = before.get(item.id);
    if (old === undefined) return [{ ...item, change: 'added' }];
    return isSameScope(old, item) ? [] : [{ ...item, change: 'changed' }];
  });
  return [...others, ...gone];
}
