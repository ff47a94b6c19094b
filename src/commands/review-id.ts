/** The name of a review, as somebody types it. */
import { reviewId as form } from '../../schemas/review.ts';
import { UsageError } from '../errors.ts';

/** @throws UsageError for what no review is called: it is a name, and no path */
export function assertReviewId(command: string, text: string): void {
  if (form.safeParse(text).success) return;
  throw new UsageError({
    message: `${command}: expected the name of a review, such as 20261112T030004Z-1a2b3c4d, got ${JSON.stringify(text)}`,
    hint: 'review start prints it; it stands on the cover of the workbook too.',
  });
}
