/** What a channel is told of trouble that no record knows, when several look, and when one of them dies. */
import { describe, expect, it } from 'vitest';
import type { AlertDocument } from '../../schemas/alert.ts';
import type { Channel } from '../../src/alerts/channel.ts';
import { channelError } from '../../src/alerts/channel.ts';
import type { ChannelRules } from '../../src/alerts/rules.ts';
import type { Trouble } from '../../src/alerts/trouble.ts';
import { StoreError } from '../../src/errors.ts';
import { type Sight, tellTroubles } from '../../src/run/tell-troubles.ts';
import type { Store } from '../../src/store/store.ts';

const HOUR_MS = 60 * 60 * 1000;
const START_MS = Date.parse('2026-11-23T04:00:00.000Z');
const RUN = '00000001-0000-4000-8000-000000000000';

class Desk {
  readonly kept = new Map<string, Uint8Array>();
  readonly told: AlertDocument[] = [];
  nowMs = START_MS;
  isDown = false;
  dies = false;

  readonly store: Store = {
    location: 'memory',
    put: async (key, content) => {
      if (this.dies) throw new Error('killed');
      if (this.kept.has(key)) throw new StoreError({ code: 'ALREADY_EXISTS', key, message: 'there' });
      const chunks: Uint8Array[] = [];
      for await (const chunk of content.open()) chunks.push(chunk);
      this.kept.set(key, Buffer.concat(chunks));
    },
    get: (key) => this.#read(key),
    list: async function* () {
      yield* [];
    },
  };

  async *#read(key: string): AsyncGenerator<Uint8Array> {
    const bytes = this.kept.get(key);
    if (bytes === undefined) throw new StoreError({ code: 'NOT_FOUND', key, message: 'not there' });
    yield bytes;
  }

  channel(rules: Partial<ChannelRules> = {}): Channel {
    return {
      name: 'webhook-1',
      kind: 'webhook',
      index: 1,
      rules: { minSeverity: 'medium', reminderHours: 24, ...rules },
      settings: '{}',
      notify: async (alert) => {
        if (this.isDown) throw channelError('webhook-1', { problem: 'down', isFinal: true });
        this.told.push(alert);
      },
      probe: async () => '',
    };
  }

  async look(troubles: readonly Trouble[], rules: Partial<ChannelRules> = {}, isObserved = true) {
    const sight: Sight = {
      line: { condition: 'verification-failed', key: 'snapshots' },
      troubles,
      wasObserved: () => isObserved,
    };
    const deps = {
      store: this.store,
      connection: 'acme',
      now: () => new Date(this.nowMs),
      sleep: async () => undefined,
      random: () => 0.5,
      log: { info: () => undefined, warn: () => undefined },
    };
    const looker = { at: new Date(this.nowMs).toISOString(), runId: RUN };
    return tellTroubles(deps, this.channel(rules), [sight], looker);
  }

  get states(): readonly string[] {
    return this.told.map(({ state, snapshotPath }) => `${state} ${snapshotPath ?? '-'}`);
  }
}

const trouble = (snapshotPath?: string, severity: Trouble['severity'] = 'high'): Trouble => ({
  severity,
  summary: 'Something is wrong.',
  since: new Date(START_MS).toISOString(),
  snapshotPath,
});

describe('trouble that no record knows', () => {
  it('is told once, once an interval, once when it is over, and anew when it comes again', async () => {
    const desk = new Desk();
    for (let hour = 0; hour < 60; hour += 1) {
      await desk.look(hour < 50 ? [trouble()] : []);
      desk.nowMs += HOUR_MS;
    }
    await desk.look([trouble()]);
    await desk.look([]);

    expect(desk.states).toEqual([
      'opened -',
      'ongoing -',
      'ongoing -',
      'resolved -',
      'opened -',
      'resolved -',
    ]);
    expect(new Set(desk.told.map(({ id }) => id)).size).toBe(6);
    expect(new Set(desk.told.map(({ causeId }) => causeId)).size).toBe(1);
  });

  it('is told of each snapshot by itself', async () => {
    const desk = new Desk();
    await desk.look([trouble('a')]);
    await desk.look([trouble('a'), trouble('b')]);
    await desk.look([trouble('b')]);
    await desk.look([]);

    expect(desk.states).toEqual(['opened a', 'opened b', 'resolved a', 'resolved b']);
    expect(new Set(desk.told.map(({ causeId }) => causeId)).size).toBe(2);
  });

  it('is not over because nobody looked', async () => {
    const desk = new Desk();
    await desk.look([trouble()]);
    await desk.look([], {}, false);

    expect(desk.states).toEqual(['opened -']);
  });

  it('finds the last time among many in few requests', async () => {
    const desk = new Desk();
    for (let times = 0; times < 40; times += 1) {
      await desk.look([trouble()]);
      await desk.look([]);
    }
    expect(desk.states.filter((state) => state === 'opened -')).toHaveLength(40);
    expect(new Set(desk.told.map(({ id }) => id)).size).toBe(80);
  });

  it('is told under one id by two that look at once, and again by the next where one was killed', async () => {
    const desk = new Desk();
    desk.dies = true;
    await expect(desk.look([trouble()])).rejects.toThrow('killed');
    desk.dies = false;
    await Promise.all([desk.look([trouble()]), desk.look([trouble()])]);
    await desk.look([trouble()]);
    await Promise.all([desk.look([]), desk.look([])]);
    await desk.look([]);

    expect(new Set(desk.told.map(({ state, id }) => `${state} ${id}`)).size).toBe(2);
    expect(desk.states.filter((state) => state === 'opened -')).toHaveLength(3);
    expect(desk.kept.size).toBe(2);
  });

  it('is told by the next look where the channel was down, and nothing is told of what it never heard of', async () => {
    const desk = new Desk();
    desk.isDown = true;
    expect(await desk.look([trouble()])).toMatchObject([{ result: 'undelivered' }]);
    desk.isDown = false;
    await desk.look([]);
    expect(desk.states).toEqual([]);
    await desk.look([trouble()]);
    expect(desk.states).toEqual(['opened -']);
  });

  it('waits for the end of quiet hours unless it is critical, and is not told below the severity that is asked for', async () => {
    const quietHours = { from: '03:00', to: '07:00', timezone: 'Etc/UTC' };
    const desk = new Desk();
    await desk.look([trouble('a'), trouble('b', 'critical')], { quietHours });
    await desk.look([trouble('a', 'medium')], { minSeverity: 'critical' }, false);
    expect(desk.states).toEqual(['opened b']);
    desk.nowMs += 4 * HOUR_MS;
    await desk.look([trouble('a'), trouble('b', 'critical')], { quietHours });

    expect(desk.states).toEqual(['opened b', 'opened a']);
  });
});

it('is reminded of although a delivery is dated far ahead, once in each interval', async () => {
  const desk = new Desk();
  await desk.look([trouble()]);
  for (const [key, bytes] of desk.kept) {
    const delivery = JSON.parse(Buffer.from(bytes).toString());
    desk.kept.set(key, Buffer.from(JSON.stringify({ ...delivery, deliveredAt: '9999-01-01T00:00:00.000Z' })));
  }

  for (const hours of [25, 26, 49]) {
    desk.nowMs = START_MS + hours * HOUR_MS;
    await desk.look([trouble()]);
  }

  expect(desk.told.map(({ state }) => state)).toEqual(['opened', 'ongoing', 'ongoing']);
});
