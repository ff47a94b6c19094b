/** What channels get over many runs: nothing is lost, nothing comes twice. */

import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Condition } from '../../schemas/condition.ts';
import { alertId } from '../../src/alerts/changes.ts';
import { createLocalSigner } from '../../src/seal/signer.ts';
import { toContent } from '../../src/store/content.ts';
import { alertKey } from '../../src/store/layout.ts';
import { openAlertChain } from '../support/alert-chain.ts';
import { conditionOf } from '../support/alerts.ts';
import { channelTo } from '../support/channels.ts';
import { withFolder } from '../support/folder.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { runs } from '../support/tier.ts';

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

describe('over ten days with a condition that lasts', () => {
  it('an alert comes when it opens, each day it lasts, and when it ends', async () => {
    await withFolder(async (folder) => {
      const chain = openAlertChain(folder);
      for (let hour = 0; hour <= 240; hour += 12) {
        const conditions = hour >= 12 && hour < 192 ? [refused] : [];
        await chain.run({ at: at(hour), conditions, channels: webhook() });
      }

      expect(told()).toEqual([
        'opened token-refused',
        ...Array(7).fill('ongoing token-refused'),
        'resolved token-refused',
      ]);
      expect(new Set(ids()).size).toBe(9);
    });
  });
});

describe('a receiver that is down', () => {
  const down = (chain: ReturnType<typeof openAlertChain>, hour: number, conditions: readonly Condition[]) => {
    receiver.always(503);
    return chain.run({ at: at(hour), conditions, channels: webhook() });
  };
  const up = (
    chain: ReturnType<typeof openAlertChain>,
    hour: number,
    conditions: readonly Condition[],
    extra = {},
  ) => {
    receiver.always(200);
    return chain.run({ at: at(hour), conditions, channels: webhook(), ...extra });
  };

  it('is asked once more by each run, not once more for each alert', async () => {
    await withFolder(async (folder) => {
      const chain = openAlertChain(folder);

      const results = await down(chain, 0, [refused, gap]);

      expect(results).toEqual([
        'webhook-1: opened token-refused: undelivered',
        'webhook-1: opened scope-gap users: undelivered',
      ]);
      expect(receiver.received).toHaveLength(3);
    });
  });

  it('for weeks is told in the end what began and what ended, and of reminders the last', async () => {
    const days = runs({ fast: 8, full: 21 });
    await withFolder(async (folder) => {
      const chain = openAlertChain(folder);
      await down(chain, 0, [refused]);
      for (let day = 1; day < days; day += 1) await down(chain, day * 24, [refused]);
      await down(chain, days * 24, []);

      await up(chain, (days + 1) * 24, []);
      expect(told()).toEqual([
        'opened token-refused',
        'opened alert-undelivered',
        'resolved token-refused',
        'ongoing alert-undelivered',
      ]);

      await up(chain, (days + 2) * 24, []);
      expect(told().slice(4)).toEqual(['resolved alert-undelivered']);
      expect(new Set(ids()).size).toBe(5);
    });
  });

  it('gets it from the run after one that was killed before it could tell', async () => {
    await withFolder(async (folder) => {
      const chain = openAlertChain(folder);
      await chain.run({ at: at(0), conditions: [refused], channels: webhook(), isKilled: true });

      await chain.run({ at: at(1), conditions: [refused], channels: webhook() });
      await chain.run({ at: at(2), conditions: [refused], channels: webhook() });

      expect(told()).toEqual([
        'opened token-refused',
        'opened alert-undelivered',
        'resolved alert-undelivered',
      ]);
    });
  });

  it('is caught up with though the configuration was changed to mend it', async () => {
    await withFolder(async (folder) => {
      const chain = openAlertChain(folder);
      await down(chain, 0, [refused]);

      await up(chain, 24, [], { setUp: 'b' });

      expect(told()).toEqual(['opened token-refused', 'resolved token-refused']);
    });
  });

  it('is known to be down after a change that did not mend it', async () => {
    await withFolder(async (folder) => {
      const chain = openAlertChain(folder);
      await down(chain, 0, [refused]);
      receiver.always(503);
      await chain.run({ at: at(1), conditions: [refused], channels: webhook(), setUp: 'b' });

      await up(chain, 2, [refused], { setUp: 'b' });

      expect(told()).toEqual(['opened token-refused', 'opened alert-undelivered']);
    });
  });

  it('is caught up with across the begin of a new chain, and hears nothing twice', async () => {
    await withFolder(async (folder) => {
      const chain = openAlertChain(folder);
      await up(chain, 0, [refused]);
      await down(chain, 1, [refused, gap]);
      const folderStore = chain.store;
      // Rubbish at the next number: the chain cannot be extended.
      await folderStore.put(
        'segment-evidence/v1/acme/chain/001/000000000002.sigstore.json',
        toContent('rubbish'),
      );

      await up(chain, 2, [refused, gap]);

      expect(told()).toEqual(['opened token-refused', 'opened scope-gap', 'opened alert-undelivered']);
    });
  });

  it('hears everything anew under a key that cannot vouch for what was before', async () => {
    await withFolder(async (folder) => {
      const chain = openAlertChain(folder);
      await up(chain, 0, [refused]);
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });

      await up(chain, 1, [refused], { signer: createLocalSigner(String(pem), 'env:OTHER') });

      expect(told()).toEqual(['opened token-refused', 'opened token-refused']);
    });
  });
});

describe('an upgrade from a version that told each condition by itself', () => {
  const gaps = ['users', 'groups', 'labels'].map((resource) => ({ ...gap, resource }));

  /** As that version left it: a record, and some of its alerts under their ids of then. */
  async function leftBy(chain: ReturnType<typeof openAlertChain>, told: readonly string[]): Promise<void> {
    await chain.run({ at: at(0), conditions: gaps, channels: webhook(), isKilled: true });
    for (const resource of told) {
      const id = alertId(['1'.padStart(32, '0'), 0, 'scope-gap', resource, 'opened', 'webhook-1']);
      await chain.store.put(alertKey('acme', id), toContent('{}'));
    }
  }

  it('in the middle of an open condition repeats nothing, and its end comes once', async () => {
    await withFolder(async (folder) => {
      const chain = openAlertChain(folder);
      await leftBy(chain, ['users', 'groups', 'labels']);

      await chain.run({ at: at(1), conditions: gaps, channels: webhook() });
      expect(told()).toEqual([]);
      await chain.run({ at: at(2), conditions: [], channels: webhook() });
      expect(told()).toEqual(['resolved scope-gap']);
    });
  });

  it('that had told only some of them tells all of them', async () => {
    await withFolder(async (folder) => {
      const chain = openAlertChain(folder);
      await leftBy(chain, ['users', 'groups']);

      await chain.run({ at: at(1), conditions: gaps, channels: webhook() });

      expect(receiver.accepted()[0]).toMatchObject({
        state: 'opened',
        resources: ['groups', 'labels', 'users'],
      });
    });
  });
});

describe('a channel that is new', () => {
  it('is reminded once of what has lasted, and nobody says that it was not told before', async () => {
    await withFolder(async (folder) => {
      const chain = openAlertChain(folder);
      for (let day = 0; day < 10; day += 1) {
        await chain.run({ at: at(day * 24), conditions: [gap], channels: [] });
      }

      const results = await chain.run({ at: at(240), conditions: [gap], channels: webhook() });

      expect(results).toEqual(['webhook-1: ongoing scope-gap users: delivered']);
    });
  });
});

describe('a record that does not say which channels there were', () => {
  it('lets nobody say that a channel missed it, and the channel is told all the same', async () => {
    await withFolder(async (folder) => {
      const chain = openAlertChain(folder);
      receiver.always(503);
      await chain.run({ at: at(0), conditions: [refused], channels: webhook(), isEarly: true });
      receiver.always(200);

      await chain.run({ at: at(1), conditions: [refused], channels: webhook() });

      expect(told()).toEqual(['opened token-refused']);
    });
  });
});

describe('two channels', () => {
  it('are told apart: that one is new hides not that the other was down', async () => {
    const other = await startReceiver();
    await withFolder(async (folder) => {
      const chain = openAlertChain(folder);
      const second = { ...channelTo(other.url, { minSeverity: 'info' }), name: 'webhook-2', index: 2 };
      receiver.always(503);
      await chain.run({ at: at(0), conditions: [gap], channels: webhook() });

      await chain.run({ at: at(1), conditions: [gap], channels: [...webhook(), second] });

      expect(other.accepted().map(({ summary }) => summary)).toEqual([
        expect.stringContaining('No users.'),
        expect.stringContaining('Undelivered: webhook-1 (1).'),
      ]);
    }).finally(other.close);
  });

  it('are told apart: each gets what it wants, and one that is down delays only itself', async () => {
    const other = await startReceiver();
    await withFolder(async (folder) => {
      const chain = openAlertChain(folder);
      const [first] = webhook({ minSeverity: 'critical' });
      const second = { ...channelTo(other.url, { minSeverity: 'info' }), name: 'webhook-2', index: 2 };
      if (first === undefined) throw new Error('expected a channel');
      other.always(410);
      await chain.run({ at: at(0), conditions: [refused, gap], channels: [first, second] });
      other.always(200);
      await chain.run({ at: at(1), conditions: [refused, gap], channels: [first, second] });

      expect(told()).toEqual(['opened token-refused']);
      expect(other.accepted().map(({ condition }) => condition)).toEqual([
        'token-refused',
        'scope-gap',
        'alert-undelivered',
      ]);
    }).finally(other.close);
  });
});
