/** Who takes messages, by a clock that a test moves: when one goes back, is kept, is lost, and a queue that is away. */
import { describe, expect, it } from 'vitest';
import type { ReceivedMessage } from '../../src/schedule/queue.ts';
import { type Acted, Consumers, type ConsumersDeps } from '../../src/service/consumers.ts';

const MINUTE_MS = 60_000;

/** Time passes when everybody waits: the earliest wait ends first. */
function createTime() {
  let nowMs = Date.parse('2026-11-22T03:00:00Z');
  const waits = new Set<{ readonly dueMs: number; readonly end: () => void }>();
  return {
    now: () => new Date(nowMs),
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((done) => {
        const end = () => {
          waits.delete(wait);
          signal?.removeEventListener('abort', end);
          done();
        };
        const wait = { dueMs: nowMs + ms, end };
        waits.add(wait);
        if (signal?.aborted === true) end();
        else signal?.addEventListener('abort', end, { once: true });
      }),
    /** Lets so much time pass, a wait after the other. */
    pass: async (ms: number) => {
      const untilMs = nowMs + ms;
      for (;;) {
        await new Promise(setImmediate);
        const [next] = [...waits].sort((a, b) => a.dueMs - b.dueMs);
        if (next === undefined || next.dueMs > untilMs) break;
        nowMs = Math.max(nowMs, next.dueMs);
        next.end();
      }
      nowMs = untilMs;
    },
    /** The machine sleeps: nobody is woken meanwhile. */
    jump: (ms: number) => {
      nowMs += ms;
    },
  };
}

const message = (receives = 1): ReceivedMessage => ({ body: 'a', group: 'a', receives, handle: 'h' });

/** A queue that hands out what it is given, once, and remembers what it is asked. */
function createMember(
  changes: Partial<ConsumersDeps> & { readonly messages?: readonly ReceivedMessage[] } = {},
) {
  const { messages = [message()], ...deps } = changes;
  const time = createTime();
  const stop = new AbortController();
  const left = [...messages];
  const asked: string[] = [];
  const told: string[] = [];
  const state = { isAway: false };
  const answer = (what: string) => {
    asked.push(what);
    if (state.isAway) throw new Error('away');
  };
  const consumers = new Consumers({
    queue: {
      receive: async (signal) => {
        answer('receive');
        const next = left.shift();
        if (next === undefined) await time.sleep(20_000, signal);
        return next;
      },
      hide: async (_message, seconds) => answer(`hide ${seconds}`),
      remove: async () => answer('remove'),
    },
    visibilitySeconds: 900,
    now: time.now,
    // As that of a process: whoever stops it wakes everybody.
    sleep: async (ms, signal) => {
      await time.sleep(ms, signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]));
      stop.signal.throwIfAborted();
    },
    signal: stop.signal,
    lost: () => new Error('lost'),
    act: async () => 'done',
    onAway: () => told.push('away'),
    onBack: () => told.push('back'),
    onLoose: () => told.push('loose'),
    ...deps,
  });
  const running = consumers.run(1);
  const others = () => asked.filter((what) => what !== 'receive');
  return { consumers, time, stop, asked, told, state, running, others };
}

/** Lasts so long, unless it is given up. */
const lasting =
  (ms: () => Promise<void>, ended: string[] = []): ConsumersDeps['act'] =>
  async (_message, signal) => {
    const over = new Promise<void>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    await Promise.race([ms(), over]).catch((error: unknown) => {
      ended.push(String(error));
      throw error;
    });
    return 'done';
  };

describe('a message', () => {
  it.each<{ acted: Acted; receives: number; asks: string }>([
    { acted: 'done', receives: 1, asks: 'remove' },
    { acted: 'dropped', receives: 1, asks: 'remove' },
    { acted: 'back', receives: 1, asks: 'hide 60' },
    { acted: 'back', receives: 3, asks: 'hide 240' },
    { acted: 'back', receives: 9, asks: 'hide 900' },
  ])('that is $acted is taken or rests: $asks', async ({ acted, receives, asks }) => {
    const member = createMember({ messages: [message(receives)], act: async () => acted });
    await member.time.pass(1_000);

    expect([member.others(), member.consumers.counts[acted]]).toEqual([[asks], 1]);
  });

  it('goes back, and the next one comes, when acting on it ends in a bug', async () => {
    const acted: string[] = [];
    const act = async () => {
      acted.push('a');
      if (acted.length === 1) throw new Error('a bug');
      return 'done' as const;
    };
    const member = createMember({ messages: [message(), message()], act });
    await member.time.pass(1_000);

    expect(member.others()).toEqual(['hide 60', 'remove']);
  });

  it('is kept hidden for as long as a run takes', async () => {
    const member = createMember({ act: lasting(() => member.time.sleep(60 * MINUTE_MS)) });
    await member.time.pass(59 * MINUTE_MS);
    const kept = member.others().length;
    await member.time.pass(2 * MINUTE_MS);

    expect(kept).toBe(11);
    expect(member.others().at(-1)).toBe('remove');
  });

  it('is still ours after the queue was away for a while, and was asked again before it was too late', async () => {
    const ended: string[] = [];
    const member = createMember({ act: lasting(() => member.time.sleep(30 * MINUTE_MS), ended) });
    await member.time.pass(MINUTE_MS);
    member.state.isAway = true;
    await member.time.pass(10 * MINUTE_MS);
    member.state.isAway = false;
    await member.time.pass(30 * MINUTE_MS);

    expect([ended, member.others().at(-1)]).toEqual([[], 'remove']);
  });

  it.each([
    [
      'the queue was away for longer than it hides',
      (member: ReturnType<typeof createMember>) => {
        member.state.isAway = true;
        return member.time.pass(16 * MINUTE_MS);
      },
    ],
    [
      'the machine slept',
      (member: ReturnType<typeof createMember>) => {
        member.time.jump(16 * MINUTE_MS);
        return member.time.pass(MINUTE_MS);
      },
    ],
  ])('is given up, and left to whoever has it, when %s', async (_title, happens) => {
    const ended: string[] = [];
    const member = createMember({ act: lasting(() => member.time.sleep(600 * MINUTE_MS), ended) });
    await member.time.pass(MINUTE_MS);
    await happens(member);

    expect(ended).toEqual(['Error: lost']);
    expect(member.others()).not.toContain('remove');
    expect(member.others()).not.toContain('hide 60');
  });
});

describe('a process', () => {
  it('asks a queue that is away for an hour again and again, and goes on', async () => {
    const member = createMember({ messages: [] });
    member.state.isAway = true;
    await member.time.pass(60 * MINUTE_MS);
    const since = member.consumers.awaySince?.toISOString();
    const asks = member.asked.length;
    member.state.isAway = false;
    await member.time.pass(2 * MINUTE_MS);

    expect(since?.slice(0, 16)).toBe('2026-11-22T03:00');
    expect(asks).toBeGreaterThan(60);
    expect(asks).toBeLessThan(80);
    expect([member.told.at(-1), member.consumers.awaySince]).toEqual(['back', undefined]);
  });

  it('hands back at once what a stop interrupts, and says that it was', async () => {
    const member = createMember({ act: lasting(() => member.time.sleep(60 * MINUTE_MS)) });
    await member.time.pass(MINUTE_MS);
    member.stop.abort(new Error('stopped'));

    await expect(member.running).rejects.toThrow('stopped');
    expect(member.others()).toEqual(['hide 0']);
  });

  it('ends when it is stopped while it waits', async () => {
    const member = createMember({ messages: [] });
    await member.time.pass(MINUTE_MS);
    member.stop.abort(new Error('stopped'));

    await expect(member.running).resolves.toBeUndefined();
  });

  it('tells who waits for the end that the queue is away', async () => {
    const member = createMember({ messages: [], isUntilEmpty: true, queue: away });

    await expect(member.running).rejects.toThrow('away');
  });
});

const away = {
  receive: () => Promise.reject(new Error('away')),
  hide: async () => undefined,
  remove: async () => undefined,
};
