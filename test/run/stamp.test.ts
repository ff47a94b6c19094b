/**
 * Stamping follows the commit and can do nothing to it: whatever the authority or the store does then costs a
 * stamp, and the next run makes it good.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../src/alerts/channel.ts';
import { describeStamp, missingStamp } from '../../src/commands/stamp-text.ts';
import { AnchorError, ConfigError, InterruptedError, StoreError } from '../../src/errors.ts';
import { sha256 } from '../../src/evidence/canonical.ts';
import type { RunDeps, StampAuthority } from '../../src/run/deps.ts';
import { stampRecord } from '../../src/run/stamp.ts';
import { signatureOf } from '../../src/seal/record.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { testHierarchy } from '../support/authority.ts';
import { FEW } from '../support/few.ts';
import { createWorkbench, type Workbench } from '../support/run.ts';
import { stampAnswer } from '../support/stamps.ts';

const NEVER = new AbortController().signal;
const AT = '2026-11-29T03:00:12.000Z';
const SLOT = '2026-11-22T03:00:00.000Z';

let bench: Workbench;
beforeEach(async () => {
  bench = await createWorkbench({ size: FEW });
});
afterEach(async () => {
  expect((await bench.verify()).exitCode).toBe(0);
  await bench.close();
});

/** Stamps, each time with another number. */
function authority(act: (count: number) => unknown = () => undefined, stop = NEVER) {
  const asked: Uint8Array[] = [];
  const answers: Uint8Array[] = [];
  const made: StampAuthority & { readonly asked: typeof asked; readonly answers: typeof answers } = {
    asked,
    answers,
    stop,
    stamp: async (signature) => {
      asked.push(signature);
      await act(asked.length);
      const at = new Date(AT);
      const answer = stampAnswer({
        hierarchy: testHierarchy(),
        signature,
        at,
        nonce: Buffer.of(asked.length),
      });
      answers.push(answer);
      return { answer, stamp: { at: AT, authority: 'Example TSA' } };
    },
  };
  return made;
}

const unreachable = () => {
  throw new AnchorError({
    code: 'UNREACHABLE',
    host: 'tsa.example',
    message: 'time stamp: tsa.example: expected an answer, got none',
    hint: 'Check that this machine reaches the authority.',
  });
};
const anchors = () => {
  const folder = join(bench.folder, 'segment-evidence/v1/acme/anchors');
  return existsSync(folder) ? readdirSync(folder).sort() : [];
};

describe('an authority that answers', () => {
  it('has its answer kept as it came, under the number of the record and its own digest', async () => {
    const asked = authority();

    const { result } = await bench.run({ changes: { authority: asked } });

    const [name = ''] = anchors();
    const path = `segment-evidence/v1/acme/anchors/${name}`;
    const kept = readFileSync(join(bench.folder, path));
    expect(anchors()).toEqual([`001-000000000000-${sha256(kept).slice(0, 8)}.tsr`]);
    expect(kept).toEqual(asked.answers[0]);
    expect(result.stamp).toEqual({ result: 'stamped', at: AT, authority: 'Example TSA', path });
    expect(describeStamp(result.stamp)).toEqual(['  stamped   2026-11-29T03:00:12Z by Example TSA']);
    // Of nothing else than the signature of the record.
    expect(asked.asked).toEqual([signatureOf(result.record)]);
  });

  it('that was not reached at once is asked again, three times at most', async () => {
    const late = authority((count) => (count < 3 ? unreachable() : undefined));
    const { result, delays } = await bench.run({ changes: { authority: late } });
    expect(result.stamp).toMatchObject({ result: 'stamped' });
    expect(delays.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(5_000);

    const away = authority(unreachable);
    await bench.run({ changes: { authority: away } });
    expect(away.asked).toHaveLength(3);
  });

  it('whose clock is behind is told so, and its stamp accuses nobody', async () => {
    const behind = authority();
    const now = () => new Date(Date.parse(AT) + 10 * 60_000);

    const { result } = await bench.run({ changes: { authority: behind, now } });

    expect(result.stamp).toMatchObject({
      result: 'none',
      reason: expect.stringMatching(/Example TSA: .* or later, got/),
    });
    expect(anchors()).toEqual([]);
  });

  it('is told nothing where nobody is named', async () => {
    expect((await bench.run()).result.stamp).toBeUndefined();
    expect(anchors()).toEqual([]);
  });

  it('can write no line of its own, and move no cursor', async () => {
    await bench.run();
    const named = { result: 'stamped', at: AT, authority: 'TSA\n\u001b[2J', path: 'x' } as const;
    expect(describeStamp(named)).toEqual(['  stamped   2026-11-29T03:00:12Z by TSA\uFFFD\uFFFD[2J']);
  });
});

type Misbehaviour = readonly [string, (bench: Workbench) => Partial<RunDeps>, string];

const MISBEHAVIOURS: readonly Misbehaviour[] = [
  ['down', () => ({ authority: authority(unreachable) }), 'tsa.example: expected an answer, got none'],
  [
    'lying',
    () => ({
      authority: authority(() => {
        throw new AnchorError({
          code: 'INVALID_ANSWER',
          host: 'tsa.example',
          message: 'time stamp: tsa.example: expected a stamp of this signature, got one of another',
        });
      }),
    }),
    'expected a stamp of this signature, got one of another',
  ],
  [
    'judged by a file that is gone',
    () => ({
      authority: authority(() => {
        throw new ConfigError({
          message: 'read time stamp authority: x.pem: expected a file, got none',
          issues: [],
        });
      }),
    }),
    'x.pem: expected a file, got none',
  ],
  [
    'answering what breaks the reader',
    () => ({ authority: authority(() => Buffer.alloc(1).readUInt32LE()) }),
    'expected an answer that can be read, got RangeError',
  ],
  [
    'good, and its stamp refused by the store',
    ({ folder }) => {
      let names = 0;
      const store = openFolderStore(folder, () => `refusing-${names++}`);
      const put = async (key: string, content: Parameters<typeof store.put>[1]) => {
        if (!key.includes('/anchors/')) return store.put(key, content);
        throw new StoreError({
          code: 'WRITE_FAILED',
          key,
          message: `store: ${key}: expected room, got EDQUOT`,
        });
      };
      return { authority: authority(), store: { ...store, put } };
    },
    'expected room, got EDQUOT',
  ],
];

describe('an authority that is', () => {
  it.each(MISBEHAVIOURS)('%s costs a stamp and nothing else', async (_what, changesOf, reason) => {
    const { result, logged } = await bench.run({ slot: SLOT, changes: changesOf(bench) });

    expect(result.kind).toBe('committed');
    expect(result.record.statement.predicate.status).toBe('complete');
    expect(result.stamp).toMatchObject({ result: 'none' });
    expect(describeStamp(result.stamp)[0]).toContain('  stamped   no: ');
    expect(describeStamp(result.stamp)[0]).toContain(
      `${reason}; the next run stamps the newest record, which fixes all before it`,
    );
    expect(missingStamp(result.stamp)).toEqual([expect.stringContaining(`no time stamp: `)]);
    expect(logged.filter((line) => line.includes('record not stamped'))).toEqual([
      expect.stringContaining(reason),
    ]);
    expect(anchors()).toEqual([]);

    const next = await bench.run({ slot: SLOT, changes: { authority: authority() } });
    expect(next.result).toMatchObject({ kind: 'already-collected', stamp: { result: 'stamped' } });
    expect(anchors()).toEqual([expect.stringMatching(/^001-000000000000-/)]);
  });

  const never = () => wait(60_000, undefined, { ref: false });

  it.each<[string, Partial<Pick<RunDeps, 'authority' | 'store'>>]>([
    ['silent', { authority: authority(never) }],
    ['good, and its stamp taken by no store', { store: { ...openFolderStore('/', () => 'x'), put: never } }],
  ])('%s is waited for no longer than there is time', async (_what, changes) => {
    const { result } = await bench.run();
    const deps = { ...STAMPING, store: openFolderStore(bench.folder, () => 'x'), authority: authority() };
    const before = performance.now();

    const stamp = await stampRecord({ ...deps, ...changes }, result.record, 40);

    expect(performance.now() - before).toBeLessThan(1_000);
    expect(stamp).toEqual({
      result: 'none',
      reason: 'time stamp: expected one within 0.04 seconds, got none',
      hint: expect.any(String),
    });
  });
});

const STAMPING = {
  now: () => new Date(AT),
  connection: 'acme',
  sleep: async () => undefined,
  random: () => 0.5,
  log: { info: () => undefined, warn: () => undefined },
};

describe('a record without a stamp', () => {
  it('is stamped by a run that finds its slot collected, once', async () => {
    await bench.run({ slot: SLOT });
    const second = authority();
    await bench.run({ slot: SLOT, changes: { authority: second } });
    const third = authority();
    const { result } = await bench.run({ slot: SLOT, changes: { authority: third } });

    expect([second.asked.length, third.asked.length]).toEqual([1, 0]);
    expect(result).toMatchObject({ kind: 'already-collected', stamp: { result: 'present' } });
    expect(describeStamp(result.stamp)).toEqual([]);
    expect(anchors()).toHaveLength(1);
  });

  it('needs none of its own once a later one has it', async () => {
    await bench.run({ slot: SLOT });
    await bench.run({ slot: '2026-11-23T03:00:00.000Z', changes: { authority: authority() } });
    // The slot is the first one; the newest record is another's.
    const late = authority();
    await bench.run({ slot: SLOT, changes: { authority: late } });

    expect(late.asked).toEqual([]);
    expect(anchors()).toEqual([expect.stringMatching(/^001-000000000001-/)]);
  });

  it('may get two, of two runs at once', async () => {
    await bench.run({ slot: SLOT });
    const both = [authority(), authority(() => wait(5))];
    // Asked for the second time, so that its answer is another one.
    await both[1]?.stamp(Buffer.of(1), NEVER);

    await Promise.all(both.map((each) => bench.run({ slot: SLOT, changes: { authority: each } })));

    expect(anchors()).toHaveLength(2);
  });

  it('may be given the very same stamp twice', async () => {
    const once = authority();
    const { result } = await bench.run({ changes: { authority: once } });
    const answer = once.answers[0] ?? Buffer.alloc(0);
    const again: StampAuthority = {
      stop: NEVER,
      stamp: async () => ({ answer, stamp: { at: AT, authority: 'Example TSA' } }),
    };
    const deps = { ...STAMPING, store: openFolderStore(bench.folder, () => 'x'), authority: again };

    expect(await stampRecord(deps, result.record)).toEqual(result.stamp);
    expect(anchors()).toHaveLength(1);
  });
});

describe('alerts', () => {
  it('do not wait for a stamp, nor a stamp for them', async () => {
    const [told, asked] = [new EventTarget(), new EventTarget()];
    const heard = (target: EventTarget) => new Promise((done) => target.addEventListener('it', done));
    const [isTold, isAsked] = [heard(told), heard(asked)];
    const channel: Channel = {
      ...{ name: 'webhook-1', kind: 'webhook', index: 1, settings: '{}' },
      rules: { minSeverity: 'info', reminderHours: 24 },
      notify: async () => {
        told.dispatchEvent(new Event('it'));
        await isAsked;
      },
      probe: async () => '',
    };
    const slow = authority(async () => {
      asked.dispatchEvent(new Event('it'));
      await isTold;
    });
    bench.simulator.revoke();

    const { result } = await bench.run({ changes: { authority: slow, channels: [channel] } });

    expect(result.stamp).toMatchObject({ result: 'stamped' });
    expect(result.deliveries.map((delivery) => delivery.result)).toContain('delivered');
  });
});

describe('a run that is asked to stop while it waits for a stamp', () => {
  it('stops at once; its record is there, and the next run stamps it', async () => {
    const stop = new AbortController();
    const silent = authority(async () => {
      stop.abort(new InterruptedError('SIGTERM'));
      await wait(60_000, undefined, { ref: false });
    }, stop.signal);

    await expect(bench.run({ slot: SLOT, changes: { authority: silent } })).rejects.toThrow(InterruptedError);
    expect(anchors()).toEqual([]);

    const { result } = await bench.run({ slot: SLOT, changes: { authority: authority() } });
    expect(result).toMatchObject({ kind: 'already-collected', stamp: { result: 'stamped' } });
  });
});
