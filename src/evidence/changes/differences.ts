/**
 * The difference between two readings of one resource: what came, what went, and what changed, by record id. Both are
 * sorted by id, so that one record of each is in memory at a time. Pure but for the records it is handed.
 */
import type { StoredRecord } from '../../../schemas/lines.ts';
import type { ResourceDefinition } from '../../../schemas/resource.ts';
import { type FieldDifference, fieldDifferences } from './field-differences.ts';

export type Difference =
  | { readonly kind: 'added'; readonly record: StoredRecord }
  | { readonly kind: 'removed'; readonly record: StoredRecord }
  | {
      readonly kind: 'changed';
      readonly record: StoredRecord;
      readonly fields: readonly FieldDifference[];
    };

/** How two records with one id are compared. */
export type FieldComparison = (before: StoredRecord, after: StoredRecord) => readonly FieldDifference[];

/** Returns the comparison of whole records of a resource. */
export const compareFields =
  (definition: Pick<ResourceDefinition, 'record'> | undefined): FieldComparison =>
  (before, after) =>
    fieldDifferences(before, after, definition);

/** Yields the differences, sorted by id. Both sides are sorted by id in UTF-16 code units. */
export async function* differences(
  before: AsyncIterable<StoredRecord>,
  after: AsyncIterable<StoredRecord>,
  compare: FieldComparison,
): AsyncGenerator<Difference> {
  const [old, fresh] = [before[Symbol.asyncIterator](), after[Symbol.asyncIterator]()];
  try {
    let [one, other] = [await old.next(), await fresh.next()];
    while (!one.done || !other.done) {
      if (other.done || (!one.done && one.value.id < other.value.id)) {
        yield { kind: 'removed', record: one.value };
        one = await old.next();
      } else if (one.done || other.value.id < one.value.id) {
        yield { kind: 'added', record: other.value };
        other = await fresh.next();
      } else {
        const fields = compare(one.value, other.value);
        if (fields.length > 0) yield { kind: 'changed', record: other.value, fields };
        [one, other] = [await old.next(), await fresh.next()];
      }
    }
  } finally {
    await Promise.all([old.return?.(), fresh.return?.()]);
  }
}
