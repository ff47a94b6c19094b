import { describe, expect, it } from 'vitest';
import { isHeld, isWanted } from '../../src/alerts/rules.ts';

const rules = (from: string, to: string, timezone = 'Etc/UTC') => ({
  minSeverity: 'medium' as const,
  reminderHours: 24,
  quietHours: { from, to, timezone },
});
const high = { severity: 'high' as const };
const night = rules('22:00', '07:00');

describe('a channel', () => {
  it('wants what is at least as severe as it says', () => {
    const wanted = (['critical', 'high', 'medium', 'low', 'info'] as const).filter((severity) =>
      isWanted({ severity }, night),
    );

    expect(wanted).toEqual(['critical', 'high', 'medium']);
  });
});

describe('quiet hours', () => {
  it.each([
    ['before they begin', night, '2026-11-22T21:59:59Z', false],
    ['when they begin', night, '2026-11-22T22:00:00Z', true],
    ['after midnight', night, '2026-11-23T03:00:00Z', true],
    ['in their last second', night, '2026-11-23T06:59:59Z', true],
    ['when they end', night, '2026-11-23T07:00:00Z', false],
    ['within one day', rules('12:00', '13:00'), '2026-11-22T12:30:00Z', true],
    ['outside, within one day', rules('12:00', '13:00'), '2026-11-22T13:00:00Z', false],
    [
      'in the zone of the reader, winter',
      rules('22:00', '07:00', 'Europe/Berlin'),
      '2026-11-22T21:00:00Z',
      true,
    ],
    [
      'in the zone of the reader, summer',
      rules('22:00', '07:00', 'Europe/Berlin'),
      '2026-07-22T20:00:00Z',
      true,
    ],
    [
      'not in the zone of the reader',
      rules('22:00', '07:00', 'Europe/Berlin'),
      '2026-07-22T05:00:00Z',
      false,
    ],
    ['from midnight', rules('00:00', '07:00'), '2026-11-22T00:00:00Z', true],
  ])('hold an alert back: %s', (_title, channel, at, expected) => {
    expect(isHeld(high, at, new Date(at), channel)).toBe(expected);
  });

  it('never hold back what is critical', () => {
    expect(
      isHeld({ severity: 'critical' }, '2026-11-23T03:00:00Z', new Date('2026-11-23T03:00:00Z'), night),
    ).toBe(false);
  });

  it('hold nothing back for longer than a day, where every run falls into them', () => {
    const born = '2026-11-22T03:00:04Z';

    expect(isHeld(high, born, new Date('2026-11-22T06:00:00Z'), night)).toBe(true);
    expect(isHeld(high, born, new Date('2026-11-23T03:00:02Z'), night)).toBe(false);
  });

  it('hold back in the night what could not be delivered by day', () => {
    expect(isHeld(high, '2026-11-22T12:00:00Z', new Date('2026-11-22T23:00:00Z'), night)).toBe(true);
  });
});
