/** A sender for tests: to a Tracking API on loopback, with a clock that only moves when somebody waits. */
import { onTestFinished } from 'vitest';
import type { TrackingMessage } from '../../schemas/tracking-message.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { openSender, type SenderOptions } from '../../src/senders/open.ts';
import type { TrackingSender } from '../../src/senders/sender.ts';
import { createStillClock, type StillClock } from '../support/in-process-cli.ts';
import { startTrackingApi, type TrackingApi, type TrackingApiOptions } from '../support/tracking-api.ts';

export const KEY = 'aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY';

export interface Sending {
  readonly api: TrackingApi;
  readonly sender: TrackingSender;
  readonly clock: StillClock;
}

/** Returns a Tracking API that knows the key, and a sender to it; both are gone after the test. */
export async function openSending(
  options: Partial<SenderOptions> & { readonly key?: string } = {},
  given: Partial<TrackingApiOptions> = {},
): Promise<Sending> {
  const { key = KEY, ...rest } = options;
  const api = await startTrackingApi({ keys: [key], ...given });
  const clock = createStillClock();
  let ids = 0;
  const sender = openSender({
    origin: api.origin,
    writeKey: new Secret(key, 'env:WRITE_KEY'),
    concurrency: 4,
    now: clock.now,
    sleep: clock.sleep,
    random: () => 0.5,
    newMessageId: () => `message-${++ids}`,
    signal: new AbortController().signal,
    userAgent: 'segment-evidence/test',
    ...rest,
  });
  onTestFinished(async () => {
    await sender.close();
    await api.close();
  });
  return { api, sender, clock };
}

/** Returns a message of each type, with everything that it may have. */
export const EVERY_TYPE: readonly TrackingMessage[] = (
  [
    { type: 'track', event: 'Order “✓” Completed', properties: { total: 9.5, items: [{ id: 'i' }] } },
    { type: 'identify', traits: { plan: 'größer', signedUp: true } },
    { type: 'group', groupId: 'g-1', traits: { name: 'Initech' } },
    { type: 'page', name: 'Home', category: 'Docs', properties: { path: '/' } },
    { type: 'screen', name: 'Main', category: 'App', properties: { width: 390 } },
    { type: 'alias', previousId: 'before' },
  ] as const
).map((message) => ({
  ...message,
  userId: 'user-1',
  integrations: { All: false, Amplitude: true, 'Google Analytics': { clientId: '1' } },
  context: { ip: '192.0.2.1', library: { name: 'mine', extra: 'kept' }, traits: { a: null } },
  timestamp: '2026-11-22T05:00:00+02:00',
  messageId: `of-${message.type}`,
}));

export const seen = (more: Partial<TrackingMessage> = {}): TrackingMessage =>
  ({ type: 'track', userId: 'u', event: 'Seen', ...more }) as TrackingMessage;
