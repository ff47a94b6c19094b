/** What holds an alert back and what does not: quiet hours, and records of deliveries. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreError } from '../../src/errors.ts';
import { toContent } from '../../src/store/content.ts';
import { alertKey } from '../../src/store/layout.ts';
import type { Store } from '../../src/store/store.ts';
import { openAlertChain } from '../support/alert-chain.ts';
import { conditionOf } from '../support/alerts.ts';
import { channelTo } from '../support/channels.ts';
import { withFolder } from '../support/folder.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';

let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const refused = conditionOf();
const gap = conditionOf({
  condition: 'scope-gap',
  severity: 'high',
  resource: 'users',
  summary: 'No users.',
});
const HOUR = 3_600_000;
/** Hours after midnight of some Sunday, UTC. */
const at = (hours: number) => new Date(Date.UTC(2026, 10, 22) + hours * HOUR).toISOString();
const ids = () => receiver.accepted().map(({ id }) => id);
const told = () => receiver.accepted().map(({ state, condition }) => `${state} ${condition}`);
const webhook = (rules: Parameters<typeof channelTo>[1] = {}) => [channelTo(receiver.url, rules)];

describe('quiet hours', () => {
  const quietHours = { from: '22:00', to: '07:00', timezone: 'Etc/UTC' };
  const channels = () => webhook({ quietHours });

  it('hold back all but what is critical until the first run after them', async () => {
    await withFolder(async (folder) => {
      const chain = openAlertChain(folder);
      const results: string[] = [];
      for (const hour of [20, 23, 24, 30, 31, 32]) {
        const conditions = hour >= 23 ? [refused, gap] : [];
        results.push(...(await chain.run({ at: at(hour), conditions, channels: channels() })));
      }

      expect(results).toEqual([
        'webhook-1: opened token-refused: delivered',
        'webhook-1: opened scope-gap users: deferred',
        'webhook-1: opened scope-gap users: deferred',
        'webhook-1: opened scope-gap users: deferred',
        'webhook-1: opened scope-gap users: delivered',
      ]);
      expect(told()).toEqual(['opened token-refused', 'opened scope-gap']);
    });
  });

  it('lose nothing where every run falls into them: it is told a day later', async () => {
    await withFolder(async (folder) => {
      const chain = openAlertChain(folder);
      for (const day of [0, 1, 2, 3]) {
        const conditions = day === 1 ? [gap] : [];
        await chain.run({ at: at(3 + day * 24), conditions, channels: channels() });
      }

      expect(told()).toEqual(['opened scope-gap', 'resolved scope-gap']);
    });
  });
});

describe('a record of a delivery', () => {
  it('that somebody placed there before keeps no new alert back', async () => {
    await withFolder(async (folder) => {
      const first = openAlertChain(folder);
      await first.run({ at: at(0), conditions: [refused], channels: webhook() });
      const [id = ''] = ids();

      await withFolder(async (elsewhere) => {
        const second = openAlertChain(elsewhere);
        await second.store.put(alertKey('acme', id), toContent('{}'));
        await second.run({ at: at(0), conditions: [refused], channels: webhook() });
      });

      expect(ids()).toEqual([id, id]);
    });
  });

  it('that cannot be written or read makes the alert come twice, under the same id, and fails nothing', async () => {
    const broken = (store: Store): Store => ({
      location: store.location,
      list: (prefix) => store.list(prefix),
      get: (key) => (key.includes('/alerts/') ? fail('READ_FAILED', key) : store.get(key)),
      put: async (key, content) =>
        key.includes('/alerts/') ? fail('WRITE_FAILED', key) : store.put(key, content),
    });
    await withFolder(async (folder) => {
      const chain = openAlertChain(folder, broken);
      await chain.run({ at: at(0), conditions: [refused], channels: webhook() });
      await chain.run({ at: at(1), conditions: [refused], channels: webhook() });

      expect(told()).toEqual(['opened token-refused', 'opened token-refused', 'opened alert-undelivered']);
      expect(ids()[0]).toBe(ids()[1]);
      expect(new Set(chain.warnings)).toEqual(
        new Set(['delivery not recorded', 'delivery record unreadable']),
      );
    });
  });
});

function fail(code: 'READ_FAILED' | 'WRITE_FAILED', key: string): never {
  throw new StoreError({ code, key, message: `${code}: ${key}` });
}
