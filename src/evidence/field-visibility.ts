/**
 * Whether a token sees what is in a list of each record, such as the write keys of a source: Segment empties
 * such lists, with a 200, for a token that lacks a right. Pure. Said only of kinds of which it is known that
 * they have something: what has nothing legitimately must not look like a gap.
 */
import type { CompletenessRule } from '../../schemas/manifest.ts';
import type { HideableField } from '../../schemas/resource.ts';

/** What the records of one resource showed of the list. */
export interface FieldVisibility {
  /** Records with something in it, whatever their kind. */
  readonly some: number;
  /** Records of a kind that always has something, with nothing. */
  readonly hidden: number;
  /** Ids of records of a kind that mostly has something, with nothing. */
  readonly doubtful: readonly string[];
}

/**
 * Which of the doubtful records had something in the last complete snapshot. `unread`: it has the resource,
 * and could not be read. Undefined: there is nothing to compare with.
 */
export type VisibleBefore = ReadonlySet<string> | 'unread' | undefined;

/** Returns whether the list is shown. `isWholeList`: all records of the resource were checked. */
export function visibilityRule(
  { field }: Pick<HideableField, 'field'>,
  { some, hidden, doubtful }: FieldVisibility,
  isWholeList: boolean,
  before: VisibleBefore,
): { readonly reason: 'field-hidden'; readonly rule: CompletenessRule } {
  const isNoneShown = isWholeList && some === 0 ? doubtful.length : 0;
  const lost = before instanceof Set ? doubtful.filter((id) => before.has(id)).length : 0;
  const found = [
    ...(hidden > 0 ? [`\`${field}\` is empty on ${hidden} records that should have some`] : []),
    ...(isNoneShown > 0
      ? [`\`${field}\` is empty on each of ${isNoneShown} records that mostly have some`]
      : []),
    ...(lost > 0
      ? [`\`${field}\` is empty on ${lost} records that had some in the last complete snapshot`]
      : []),
  ];
  const rule = `${field}-visible`;
  if (found.length > 0)
    return { reason: 'field-hidden', rule: { rule, holds: false, detail: found.join('; ') } };
  if (before !== 'unread') return { reason: 'field-hidden', rule: { rule, holds: true } };
  const detail = 'not compared with the last complete snapshot, which cannot be read as it was signed';
  return { reason: 'field-hidden', rule: { rule, holds: true, detail } };
}

/** Text of which something can be read: not only blanks, and not masked. */
const LEGIBLE = /^[^•]*[\p{L}\p{N}][^•]*$/u;

/** Whether there is anything in such a list. */
export function hasContent(list: unknown): boolean {
  const items: readonly unknown[] = Array.isArray(list) ? list : [list];
  return items.some((item) => typeof item === 'string' && LEGIBLE.test(item));
}
