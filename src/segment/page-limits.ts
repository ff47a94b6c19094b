/**
 * What one page may hold. Beyond it there is a fault, or an attack on memory: no page that was asked for
 * with at most 1,000 records comes near.
 */
import { holdsMoreThan } from '../../schemas/first-issues.ts';
import { SegmentError } from '../errors.ts';
import type { Page } from './paginate.ts';

/** Records of a page; ten times what can be asked for. */
export const MOST_ITEMS = 10_000;
/** Values of a record, members and entries of lists in it. */
export const MOST_VALUES_OF_RECORD = 250_000;

/** Whether a record is larger than any that there is. */
export function isTooLarge(record: unknown): boolean {
  return holdsMoreThan(record, MOST_VALUES_OF_RECORD);
}

/** Refuses a page that is larger than any that there is. @throws SegmentError BAD_SHAPE */
export function assertPageFits(
  { items, bytes, status }: Pick<Page, 'items' | 'bytes' | 'status'>,
  path: string,
): void {
  const refuse = (expected: string, got: string) =>
    new SegmentError({
      code: 'BAD_SHAPE',
      status,
      message: `read: GET ${path}: expected ${expected}, got ${got}`,
    });
  if (items.length > MOST_ITEMS) {
    throw refuse(`at most ${MOST_ITEMS} records at a time`, String(items.length));
  }
  // Each value takes a byte at least.
  if (bytes > MOST_VALUES_OF_RECORD && items.some(isTooLarge))
    throw refuse(`at most ${MOST_VALUES_OF_RECORD} values in a record`, 'more');
}
