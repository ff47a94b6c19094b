/** Which records a time stamp fixes, and which dates it bears out: the rules alone, on records in words. */
import { describe, expect, it } from 'vitest';
import type { ChainSummary } from '../../src/verify/chain.ts';
import { type DatedChain, type DatedRecord, type FixedAt, stretchesOf } from '../../src/verify/fixed.ts';
import { datesOf } from '../../src/verify/stamp-dates.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Records by their dates, in milliseconds; 0 is some midnight. */
const records = (...dates: readonly (number | Partial<DatedRecord>)[]) =>
  new Map(
    dates.map((date, seq) => [
      seq,
      {
        recordedAtMs: 0,
        skewMs: 0,
        isFailed: false,
        isSound: true,
        ...(typeof date === 'number' ? { recordedAtMs: date } : date),
      },
    ]),
  );

const at = (atMs: number, authority = 'A', accuracyMs = 0): FixedAt => ({ atMs, authority, accuracyMs });

const chain = (
  of: DatedChain['records'],
  stamps: Readonly<Record<number, FixedAt>>,
  number = 1,
): DatedChain => ({
  number,
  records: of,
  stamps: new Map(Object.entries(stamps).map(([seq, stamp]) => [Number(seq), stamp])),
});

/** Each record, and when it was fixed. */
const fixedIn = (chains: readonly DatedChain[], summaries: readonly ChainSummary[] = []) =>
  stretchesOf(chains, summaries).map(({ chain: number, from, to, fixed }) => [number, from, to, fixed?.atMs]);

const summary = (number: number, more: Partial<ChainSummary>): ChainSummary => ({
  connection: 'acme',
  number,
  logId: `log ${number}`,
  isInPlace: true,
  size: 3,
  records: 3,
  unread: 0,
  isWhole: true,
  roots: new Map([[2, 'root of two']]),
  signers: new Map(),
  strangers: [],
  continues: null,
  ...more,
});

describe('a stamp', () => {
  it('fixes its record and all before it, and none behind it', () => {
    expect(fixedIn([chain(records(0, DAY, 2 * DAY), { 1: at(DAY) })])).toEqual([
      [1, 0, 1, DAY],
      [1, 2, 2, undefined],
    ]);
  });

  it('counts only while there is no earlier one that fixes the record', () => {
    const stamps = { 0: at(9 * DAY), 1: at(DAY, 'B'), 2: at(3 * DAY) };

    expect(fixedIn([chain(records(0, DAY, 2 * DAY), stamps)])).toEqual([
      [1, 0, 1, DAY],
      [1, 2, 2, 3 * DAY],
    ]);
  });

  it('fixes nothing before a record that is missing, or that has something wrong with it', () => {
    const missing = new Map([...records(0, 1, 2, 3)].filter(([seq]) => seq !== 1));

    expect(fixedIn([chain(missing, { 3: at(DAY) })])).toEqual([
      [1, 0, 0, undefined],
      [1, 2, 3, DAY],
    ]);
    expect(fixedIn([chain(records(0, { isSound: false }, 2), { 2: at(DAY) })])).toEqual([
      [1, 0, 1, undefined],
      [1, 2, 2, DAY],
    ]);
  });

  const older = chain(records(0, 1, 2), {});
  const newer = chain(records(3, 4), { 1: at(DAY) }, 2);
  const continues = { number: 1, logId: 'log 1', size: 2, root: 'root of two' };

  it('fixes of the chain before as much as the first record says that it continues', () => {
    expect(fixedIn([older, newer], [summary(1, {}), summary(2, { continues })])).toEqual([
      [1, 0, 1, DAY],
      [1, 2, 2, undefined],
      [2, 0, 1, DAY],
    ]);
  });

  it.each([
    ['has another root', { ...continues, root: 'another' }],
    ['has another log id', { ...continues, logId: 'another' }],
    ['is longer than what lies there', { ...continues, size: 4 }],
  ])('fixes nothing of a chain before that %s', (_, said) => {
    expect(fixedIn([older, newer], [summary(1, {}), summary(2, { continues: said })])[0]).toEqual([
      1,
      0,
      2,
      undefined,
    ]);
  });

  it('is looked for only among records that are there, however far apart their numbers are', () => {
    const far = new Map([...records(0)].concat([[999_999_999_999, [...records(1).values()][0]]] as never));

    expect(fixedIn([chain(far, {})])).toHaveLength(2);
  });
});

/** What is said of records with these dates and stamps. */
function said(of: DatedChain['records'], stamps: Readonly<Record<number, FixedAt>>) {
  const chains = [chain(of, stamps)];
  const { after, late } = datesOf(chains, stretchesOf(chains, []));
  return {
    after: after.map(({ seq, reason }) => [seq, reason ?? 'accused']),
    late: late.map(({ first, last }) => [first.seq, last.seq]),
  };
}

const nothing = { after: [], late: [] };

describe('the date of a record', () => {
  it.each<readonly [string, DatedChain['records'], Readonly<Record<number, FixedAt>>]>([
    ['is right', records(0, DAY), { 0: at(0), 1: at(DAY + 1) }],
    ['is a day before its stamp', records(0), { 0: at(DAY) }],
    ['is a minute ahead of an authority that says whole seconds', records(MINUTE + 999), { 0: at(0) }],
    ['is as far ahead as the authority says it may be off', records(2 * MINUTE), { 0: at(0, 'A', MINUTE) }],
    ['is fixed by the stamp of a later record alone', records(0, HOUR, 2 * HOUR), { 2: at(2 * HOUR) }],
  ])('needs no word when it %s', (_, of, stamps) => {
    expect(said(of, stamps)).toEqual(nothing);
  });

  it('is an accusation when it is after the stamp and nothing explains it', () => {
    expect(said(records(0, 3 * DAY), { 0: at(0), 1: at(DAY) }).after).toEqual([[1, 'accused']]);
    expect(said(records({ recordedAtMs: DAY, skewMs: -DAY }), { 0: at(0) }).after).toEqual([[0, 'accused']]);
    expect(said(records({ recordedAtMs: DAY, skewMs: HOUR }), { 0: at(0) }).after).toEqual([[0, 'accused']]);
    expect(said(records({ recordedAtMs: DAY, skewMs: null }), { 0: at(0) }).after).toEqual([[0, 'accused']]);
  });

  it('is explained by a clock that was ahead, as the record says itself', () => {
    expect(said(records({ recordedAtMs: DAY, skewMs: DAY }), { 0: at(0) }).after).toEqual([[0, 'skew']]);
  });

  it('is explained in a run that reached nobody who could have told the time', () => {
    const offline = { recordedAtMs: DAY, skewMs: null, isFailed: true };

    expect(said(records(offline), { 0: at(0) }).after).toEqual([[0, 'unmeasured']]);
  });

  it('is not held against those that carry it because a clock before them was ahead', () => {
    const ahead = { recordedAtMs: DAY, skewMs: DAY };
    const stamps = { 0: at(1), 1: at(HOUR), 2: at(2 * HOUR), 3: at(DAY + HOUR) };

    expect(said(records(ahead, DAY, DAY, DAY + HOUR), stamps).after).toEqual([[0, 'skew']]);
  });

  it('is named with its stamp when that came more than a day later, in a row once', () => {
    const stamps = { 0: at(0), 3: at(5 * DAY), 4: at(4.5 * DAY + 1) };

    expect(said(records(0, DAY, 2 * DAY, 3 * DAY, 4 * DAY), stamps).late).toEqual([[1, 3]]);
  });
});
