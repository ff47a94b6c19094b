/** All there is to say of a review, before it is put into words. */
import type { ReviewerKey } from './assurance.ts';
import type { Counted } from './counted.ts';
import type { StatusRow } from './fate.ts';
import type { Meanwhile } from './meanwhile.ts';
import type { Look } from './sightings.ts';
import type { StoredReview } from './stored.ts';

/** What whoever asks brings along. */
export interface Asking {
  readonly now: Date;
  /** Keys that are known to be reviewers'; none: whose key signed is not known. */
  readonly pinned: readonly ReviewerKey[];
}

export interface Found {
  readonly review: StoredReview;
  readonly counted: readonly Counted[];
  readonly asking: Asking;
  /** The files of its snapshot are gone: nothing can be derived from it. */
  readonly isUnderivable: boolean;
  readonly rows: readonly StatusRow[];
  /** The newest run since; undefined: none. */
  readonly newest: Look | undefined;
  readonly meanwhile: Meanwhile;
}
