/** How far a run looks back for what it is compared with: the same when it is judged, and when it is judged again. */
import type { Predicate } from '../../schemas/chain.ts';

/** At most so many records, and none before the newest complete one. */
export const MOST_LOOKED_BACK = 50;

/** Whether a run counts as one to compare with: what was tried out does not. */
export const isComparableRun = ({ run }: Pick<Predicate, 'run'>): boolean => run.slot !== null;
