import { describe, expect, it } from 'vitest';
import { TRACKING_TYPES, TrackingMessage } from '../../schemas/tracking-message.ts';

const LEAST: Readonly<Record<(typeof TRACKING_TYPES)[number], object>> = {
  track: { userId: 'u', event: 'Seen' },
  identify: { anonymousId: 'a' },
  group: { userId: 'u', groupId: 'g' },
  page: { userId: 'u' },
  screen: { anonymousId: 'a' },
  alias: { userId: 'u', previousId: 'p' },
};

describe('a message', () => {
  it.each(TRACKING_TYPES)('%s is taken with the least there is, and with everything', (type) => {
    const whole = {
      type,
      ...LEAST[type],
      integrations: { All: false, 'Google Analytics': { clientId: '1' }, Amplitude: true },
      context: { ip: '192.0.2.1' },
      timestamp: '2026-11-22T03:00:00+02:00',
      messageId: 'm'.repeat(99),
    };

    expect(TrackingMessage.safeParse({ type, ...LEAST[type] }).success).toBe(true);
    expect(TrackingMessage.parse(whole)).toEqual(whole);
  });

  it.each([
    ['of nobody', { type: 'track', event: 'Seen' }],
    ['of a blank somebody', { type: 'track', event: 'Seen', userId: ' ' }],
    ['without its event', { type: 'track', userId: 'u' }],
    ['without its group', { type: 'group', userId: 'u' }],
    ['without who it was before', { type: 'alias', userId: 'u' }],
    ['of another type', { type: 'purge', userId: 'u' }],
    ['with a setting that Segment does not know', { type: 'page', userId: 'u', writeKey: 'k' }],
    ['with an id of 100 characters', { type: 'page', userId: 'u', messageId: 'm'.repeat(100) }],
    ['with a day in place of an instant', { type: 'page', userId: 'u', timestamp: '2026-11-22' }],
    ['with integrations that are no map', { type: 'page', userId: 'u', integrations: ['All'] }],
    [
      'with an integration that is neither on nor off',
      { type: 'page', userId: 'u', integrations: { All: 'no' } },
    ],
  ])('%s is refused', (_title, message) => {
    expect(TrackingMessage.safeParse(message).success).toBe(false);
  });
});
