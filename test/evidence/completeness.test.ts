/** How the reading of a resource ended: every doubt there is, and that none of them looks like a pass. */
import { describe, expect, it } from 'vitest';
import { concludeReading } from '../../src/evidence/completeness.ts';
import type { LineCounts } from '../../src/evidence/line-block.ts';
import type { Expectations, Gap, ReadFacts } from '../../src/evidence/read-facts.ts';

const FACTS: ReadFacts = { pages: 2, isPaged: true, invalid: 0, detailsUnread: 0, digitsKept: 0 };
const COUNTS: LineCounts = { records: 3, distinctIds: 3, repeats: 0, contradictedIds: 0 };
const TIMEOUT: Gap = { outcome: 'unreachable', reason: 'timeout' };

interface Row {
  readonly name: string;
  readonly facts?: Partial<ReadFacts>;
  readonly counts?: Partial<LineCounts>;
  readonly expected?: Expectations;
}

/** What one list told first and last, of which three things were shown. */
const told = (first: number, last: number): Partial<ReadFacts> => ({
  firstTotal: first,
  lastTotal: last,
  totals: {
    lists: 1,
    told: 1,
    mismatched: last === 3 ? 0 : 1,
    moved: first === last ? 0 : 1,
    mismatch: last === 3 ? undefined : { shown: 3, total: last },
  },
});

const conclude = ({ facts, counts, expected }: Omit<Row, 'name'>) =>
  concludeReading({ ...FACTS, ...facts }, { ...COUNTS, ...counts }, expected ?? {});

describe('a population is whole', () => {
  const parents = { total: 2, read: 2, isWhole: true };
  const rows: readonly (Row & { readonly method: string })[] = [
    { name: 'read to the last cursor', method: 'cursor-exhausted' },
    { name: 'as many as the server reported', facts: told(3, 3), method: 'total-match' },
    { name: 'one item', facts: { isPaged: false, pages: 1 }, method: 'single-answer' },
    { name: 'under every parent', facts: { isPaged: false, parents }, method: 'parent-child' },
    {
      name: 'no parents at all',
      facts: { isPaged: false, pages: 0, parents: { total: 0, read: 0, isWhole: true } },
      counts: { records: 0, distinctIds: 0 },
      method: 'parent-child',
    },
    {
      name: 'empty, where that is plausible',
      counts: { records: 0, distinctIds: 0 },
      method: 'cursor-exhausted',
    },
    {
      name: 'repeats, where they are normal',
      counts: { repeats: 2, contradictedIds: 1 },
      expected: { repeatsAreNormal: true },
      method: 'cursor-exhausted',
    },
    { name: 'numbers kept as digits', facts: { digitsKept: 4 }, method: 'cursor-exhausted' },
    {
      name: 'something there, where there must be',
      expected: { isNeverEmpty: true },
      method: 'cursor-exhausted',
    },
  ];

  it.each(rows)('$name', ({ method, ...row }) => {
    const { outcome, reason, completeness } = conclude(row);

    expect({ outcome, reason, method: completeness?.method }).toEqual({
      outcome: 'complete',
      reason: undefined,
      method,
    });
    expect(completeness?.rules.every(({ holds }) => holds)).toBe(true);
  });
});

describe('a population is not proven whole', () => {
  const rows: readonly (Row & { readonly reason: string; readonly rule: string; readonly detail: RegExp })[] =
    [
      {
        name: 'a cursor came twice',
        facts: { gap: { outcome: 'unreachable', reason: 'upstream', isCursorLoop: true } },
        reason: 'cursor-loop',
        rule: 'no-cursor-twice',
        detail: /cursor again/,
      },
      {
        name: 'reading broke off',
        facts: { gap: TIMEOUT },
        reason: 'truncated',
        rule: 'read-to-the-end',
        detail: /after 2 pages: timeout/,
      },
      {
        name: 'refused in the middle',
        facts: { gap: { outcome: 'denied', reason: 'scope' } },
        reason: 'truncated',
        rule: 'read-to-the-end',
        detail: /scope/,
      },
      {
        name: 'some parents unread',
        facts: { isPaged: false, gap: TIMEOUT, parents: { total: 3, read: 2, isWhole: true } },
        reason: 'parents-unread',
        rule: 'every-parent-read',
        detail: /^2 of 3 parents read: timeout$/,
      },
      {
        name: 'the parents are not known to be all',
        facts: { isPaged: false, parents: { total: 2, read: 2, isWhole: false } },
        reason: 'parents-unread',
        rule: 'every-parent-read',
        detail: /not known to be all/,
      },
      {
        name: 'no parents, and not known to be none',
        facts: { isPaged: false, pages: 0, parents: { total: 0, read: 0, isWhole: false } },
        reason: 'parents-unread',
        rule: 'every-parent-read',
        detail: /0 of 0/,
      },
      {
        name: 'fewer than reported',
        facts: told(4, 4),
        reason: 'count-mismatch',
        rule: 'count-equals-reported-total',
        detail: /3 ids, the server reported 4/,
      },
      {
        name: 'more than reported',
        facts: told(2, 2),
        reason: 'count-mismatch',
        rule: 'count-equals-reported-total',
        detail: /reported 2/,
      },
      {
        name: 'the total moved while reading',
        facts: told(2, 3),
        reason: 'moved',
        rule: 'total-stayed-the-same',
        detail: /from 2 to 3/,
      },
      {
        name: 'identical repeats',
        counts: { repeats: 1 },
        reason: 'duplicate-ids',
        rule: 'ids-are-unique',
        detail: /1 identical/,
      },
      {
        name: 'differing records of one id',
        counts: { contradictedIds: 1 },
        reason: 'duplicate-ids',
        rule: 'ids-are-unique',
        detail: /1 ids with differing/,
      },
      {
        name: 'records that do not fit',
        facts: { invalid: 1 },
        reason: 'invalid-records',
        rule: 'records-fit-their-schema',
        detail: /^1 records/,
      },
      {
        name: 'details unread',
        facts: { detailsUnread: 2 },
        reason: 'field-hidden',
        rule: 'details-read',
        detail: /2 records/,
      },
      {
        name: 'nothing, where there must be something',
        counts: { records: 0, distinctIds: 0 },
        expected: { isNeverEmpty: true },
        reason: 'implausible-empty',
        rule: 'not-empty',
        detail: /no records/,
      },
    ];

  it.each(rows)('$name: $reason', ({ reason, rule, detail, ...row }) => {
    const conclusion = conclude(row);

    expect(conclusion).toMatchObject({ outcome: 'partial', reason });
    const broken = conclusion.completeness?.rules.filter(({ holds }) => !holds);
    expect(broken).toEqual(
      expect.arrayContaining([{ rule, holds: false, detail: expect.stringMatching(detail) }]),
    );
  });

  it.each([
    [
      'a loop is named before the rest that was not read',
      { gap: { ...TIMEOUT, isCursorLoop: true }, invalid: 3 },
      'cursor-loop',
      3,
    ],
    ['a mismatch is named before repeats', { ...told(9, 8), invalid: 1 }, 'count-mismatch', 3],
  ])('%s, and every other doubt stays listed', (_name, facts, reason, broken) => {
    const conclusion = conclude({ facts });

    expect(conclusion.reason).toBe(reason);
    expect(conclusion.completeness?.rules.filter(({ holds }) => !holds)).toHaveLength(broken);
  });

  it.each([
    ['paged', true],
    ['one item', false],
  ])('whatever broke off a reading that had begun never looks complete: %s', (_name, isPaged) => {
    expect(conclude({ facts: { isPaged, pages: 1, gap: TIMEOUT } }).outcome).toBe('partial');
  });

  it('proves nothing by its method when reading broke off', () => {
    const { completeness } = conclude({ facts: { gap: TIMEOUT, ...told(3, 3) } });

    expect(completeness?.method).toBe('none');
  });
});
