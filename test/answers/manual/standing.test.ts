/** How a slot stands on a day: an expired or an empty one never looks filled. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countsText, isInForce, slotStandings, stateWords } from '../../../src/answers/manual/standing.ts';
import { manualSlots } from '../../../src/checks/manual/slots.ts';
import { attachedText } from '../../support/manual.ts';

const DAY = '2026-11-22';
const slots = manualSlots.filter(({ id }) => id === 'sso-enforcement');

type Days = readonly [effective: string, expires: string];
const attached = (...all: readonly Days[]) =>
  all.map(([effective, expires], index) =>
    attachedText(`file ${index}`, { effective, expires, attachedAt: `2026-11-0${index + 1}T03:00:00.000Z` }),
  );

describe('a slot', () => {
  it.each<readonly [string, readonly Days[], string, string]>([
    ['nothing was attached to', [], 'empty', 'empty'],
    ['with a file for a year', [['2026-10-01', '2027-10-01']], 'filled', 'filled until 2027-10-01'],
    ['with a file from today on', [[DAY, '2027-10-01']], 'filled', 'filled until 2027-10-01'],
    ['with a file for 31 days more', [['2026-10-01', '2026-12-23']], 'filled', 'filled until 2026-12-23'],
    [
      'with a file for 30 days more',
      [['2026-10-01', '2026-12-22']],
      'expiring',
      'filled, and expires on 2026-12-22',
    ],
    ['with a file until today', [['2026-10-01', DAY]], 'expiring', `filled, and expires on ${DAY}`],
    ['with a file until yesterday', [['2026-10-01', '2026-11-21']], 'expired', 'expired on 2026-11-21'],
    ['with a file from tomorrow on', [['2026-11-23', '2027-10-01']], 'not-yet', 'empty until 2026-11-23'],
    [
      'with a file that counts, and one from tomorrow on',
      [
        ['2026-10-01', '2027-10-01'],
        ['2026-11-23', '2028-10-01'],
      ],
      'filled',
      'filled until 2027-10-01',
    ],
    [
      'that was corrected to days that are over',
      [
        ['2026-10-01', '2029-10-01'],
        ['2026-10-01', '2026-11-01'],
      ],
      'expired',
      'expired on 2026-11-01',
    ],
    [
      'with an expired file, and one of later that has expired too, and one to come',
      [
        ['2025-10-01', '2026-10-01'],
        ['2026-10-01', '2026-11-20'],
        ['2026-12-01', '2027-12-01'],
      ],
      'expired',
      'expired on 2026-11-20',
    ],
  ])('%s is as it is', (_, days, state, words) => {
    const [standing] = slotStandings(attached(...days), DAY, slots);
    if (standing === undefined) throw new Error('expected a slot, got none');

    expect([standing.state, stateWords(standing)]).toEqual([state, words]);
  });

  it('is filled by nothing that does not count on the day', () => {
    const day = fc.date({ min: new Date('2024-01-01'), max: new Date('2029-01-01'), noInvalidDate: true });
    const text = day.map((date) => date.toISOString().slice(0, 10));
    const some = fc.array(fc.tuple(text, text), { maxLength: 9 });
    fc.assert(
      fc.property(some, text, (days, at) => {
        const [standing] = slotStandings(attached(...days), at, slots);
        if (standing === undefined || !isInForce(standing)) return;
        const { effective = '9', expires = '0' } = standing.evidence ?? {};
        expect(effective <= at && at <= expires).toBe(true);
      }),
    );
  });

  it('of another name is left alone', () => {
    const [standing] = slotStandings([attachedText('x', { slot: 'mfa-requirement' })], DAY, slots);

    expect(standing?.state).toBe('empty');
  });
});

it('counts all slots in words', () => {
  const all = [
    attachedText(),
    attachedText('b', { slot: 'mfa-requirement', expires: '2026-12-01' }),
    attachedText('c', { slot: 'last-login', expires: '2026-11-01' }),
  ];

  expect(countsText(slotStandings(all, DAY, manualSlots.slice(0, 8)))).toBe(
    '2 of 8 slots filled (1 of them for 30 days or less), 1 expired, 5 empty',
  );
});
