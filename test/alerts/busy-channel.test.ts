/** A channel that takes one message a second, and thirty connections with one dead cause. Time is virtual. */
import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type Channel, channelError } from '../../src/alerts/channel.ts';
import { statusFailure } from '../../src/alerts/channels/http.ts';
import { StoreError } from '../../src/errors.ts';
import { Retelling } from '../../src/service/retelling.ts';
import type { Store } from '../../src/store/store.ts';
import { openAlertChain } from '../support/alert-chain.ts';
import { AT, conditionOf } from '../support/alerts.ts';

const MINUTE = 60_000;

/** Time that passes only while everybody waits: whoever waits longest is woken last. */
class WaitedTime {
  readonly #startMs: number;
  #waiting: { readonly dueMs: number; readonly wake: () => void }[] = [];
  nowMs: number;

  constructor(start: string) {
    this.#startMs = Date.parse(start);
    this.nowMs = this.#startMs;
  }

  get elapsedMs(): number {
    return this.nowMs - this.#startMs;
  }

  readonly now = () => new Date(this.nowMs);
  readonly sleep = (ms: number) =>
    new Promise<void>((wake) => this.#waiting.push({ dueMs: this.nowMs + ms, wake }));

  /** Lets time pass until all of it has come to its end. */
  async until(all: Promise<unknown>): Promise<void> {
    let isDone = false;
    void all.finally(() => {
      isDone = true;
    });
    while (!isDone) {
      // What does not wait for time is done long before: all of it happens in memory.
      for (let turn = 0; turn < 20; turn += 1) await setImmediate();
      this.#waiting.sort((a, b) => a.dueMs - b.dueMs);
      const next = this.#waiting.shift();
      if (next === undefined) continue;
      this.nowMs = Math.max(this.nowMs, next.dueMs);
      next.wake();
    }
    await all;
  }
}

function inMemory(): Store {
  const objects = new Map<string, Buffer>();
  return {
    location: 'memory',
    async *list(prefix) {
      for (const [key, bytes] of objects)
        if (key.startsWith(prefix)) yield { key, bytes: bytes.length, isRegular: true };
    },
    async *get(key) {
      const bytes = objects.get(key);
      if (bytes === undefined) throw new StoreError({ code: 'NOT_FOUND', key, message: `read ${key}: none` });
      yield bytes;
    },
    async put(key, content) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of content.open()) chunks.push(chunk);
      objects.set(key, Buffer.concat(chunks));
    },
  };
}

/** Says to all others when to come back, as Slack does. */
function openBusyChannel(time: WaitedTime) {
  const accepted: { readonly id: string; readonly atMs: number }[] = [];
  const asked: number[] = [];
  let freeAtMs = 0;
  const channel: Channel = {
    name: 'slack-1',
    kind: 'slack',
    index: 1,
    settings: '{}',
    rules: { minSeverity: 'medium', reminderHours: 24 },
    notify: async ({ id }) => {
      asked.push(time.elapsedMs);
      if (time.nowMs < freeAtMs) {
        const headers = { 'retry-after': '1' };
        throw channelError('slack-1', statusFailure({ status: 429, headers }, time.now()));
      }
      freeAtMs = time.nowMs + 1_000;
      accepted.push({ id, atMs: time.elapsedMs });
    },
    probe: async () => '',
  };
  return { channel, accepted, asked };
}

it('tells thirty connections with one dead cause within minutes, each once, and does not press', async () => {
  const time = new WaitedTime(AT);
  const { channel, accepted, asked } = openBusyChannel(time);
  let seed = 7;
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const chains = await Promise.all(
    Array.from({ length: 30 }, async () => {
      const chain = openAlertChain('', inMemory);
      await chain.run({ at: AT, conditions: [conditionOf()], channels: [channel], isKilled: true });
      return chain;
    }),
  );
  const retelling = new Retelling({
    now: time.now,
    tell: (index) =>
      chains[Number(index)]?.tellAgain([channel], { now: time.now, sleep: time.sleep, random }) ??
      Promise.resolve(false),
    onFailure: (_name, error) => expect.unreachable(String(error)),
  });
  for (const index of chains.keys()) retelling.expect(String(index));

  for (let minute = 0; minute < 60; minute += 1) {
    await time.until(Promise.all([...chains.keys()].map((index) => retelling.act(String(index)))));
    await time.until(time.sleep(Math.max(0, (minute + 1) * MINUTE - time.elapsedMs)));
  }

  expect(accepted).toHaveLength(30);
  expect(Math.max(...accepted.map(({ atMs }) => atMs))).toBeLessThan(5 * MINUTE);
  expect(asked.length).toBeLessThan(30 * 15);
});
