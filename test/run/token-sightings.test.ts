/** Since when a token is there: from its first sighting, whatever came between, and for little reading. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SecretError } from '../../src/errors.ts';
import { createFingerprinter } from '../../src/evidence/fingerprint.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import type { Store } from '../../src/store/store.ts';
import { newSigner } from '../seal/keys.ts';
import { FEW } from '../support/few.ts';
import { createWorkbench, type Ran, type RunSettings, signer, type Workbench } from '../support/run.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const config = { collect: { include: ['workspace', 'users'], exclude: [], pageSize: 200 } };

let bench: Workbench;
beforeEach(async () => {
  bench = await createWorkbench({ size: FEW });
});
afterEach(() => bench.close());

/** One run a day, with each of these tokens in turn. */
async function daily(...runs: readonly RunSettings[]): Promise<readonly Ran[]> {
  const done: Ran[] = [];
  for (const run of runs) {
    done.push(await bench.run({ config, ...run }));
    bench.clock.advance(DAY_MS);
  }
  return done;
}

const since = ({ record }: Ran) => record.token?.firstSeenAt;
const startOf = ({ record }: Ran) => record.run.startedAt;
const changed = ({ conditions }: Ran) => conditions.includes('token-changed');

describe('the first sighting of a token', () => {
  it('is that of this very token, after another one was used for a while', async () => {
    const a = { token: bench.simulator.tokens.owner };
    const b = { token: bench.simulator.tokens.member };

    const runs = await daily(a, a, b, b, a, b);

    const [ofA, , ofB] = runs.map(startOf);
    expect(runs.map(since)).toEqual([ofA, ofA, ofB, ofB, ofA, ofB]);
    expect(runs.map(changed)).toEqual([false, false, true, false, true, true]);
  });

  it('is carried over runs that failed or had no token, and a token that was refused then has one', async () => {
    const a = { token: bench.simulator.tokens.owner };
    const refused = { token: 'sgp_nobody-was-given-this-one' };
    const none = {
      fetchToken: async () => {
        throw new SecretError({ reference: 'env:TOKEN', message: 'fetch secret: env:TOKEN: none' });
      },
    };

    const runs = await daily(a, none, refused, none, refused, a);

    const [ofA, , ofRefused] = runs.map(startOf);
    expect(runs.map(since)).toEqual([ofA, undefined, ofRefused, undefined, ofRefused, ofA]);
  });

  it('is found in a chain that another one continues, and before a key was exchanged', async () => {
    const a = { token: bench.simulator.tokens.owner };
    const b = { token: bench.simulator.tokens.member };
    const next = newSigner();
    const changes = { signer: next, previousKeys: [signer.publicKey], newLogId: () => 'f'.repeat(32) };

    const runs = await daily(a, b, { ...b, changes }, { ...a, changes });

    const [ofA, ofB] = runs.map(startOf);
    expect(runs.map(({ record }) => record.chain.number)).toEqual([1, 1, 2, 2]);
    expect(runs.map(since)).toEqual([ofA, ofB, ofB, ofA]);
  });
});

describe('a token that its secret has long had', () => {
  it('is told once to be due, however the place that keeps it dates it, and no more once another is there', async () => {
    const { owner, member } = bench.simulator.tokens;
    const stored = (token: string, daysAgo: number) => ({
      fetchToken: async () => ({
        secret: new Secret(token, 'secretsmanager:acme'),
        changedAt: new Date(bench.clock.nowMs() - daysAgo * DAY_MS).toISOString(),
      }),
    });
    const keyed = { changes: { fingerprints: createFingerprinter(Buffer.alloc(32, 9)) } };

    const runs = await daily(
      stored(owner, 80.5),
      // Stored again, and then kept in a file: the same token all the time.
      stored(owner, 0),
      { token: owner },
      { ...keyed, token: owner },
      { ...keyed, ...stored(member, 0) },
    );

    const due = runs.map(({ record }) =>
      record.conditions.find((one) => one.condition === 'token-rotation-due'),
    );
    const [first] = due;
    expect(due.slice(0, 4).map((one) => one?.since)).toEqual(Array.from({ length: 4 }, () => first?.since));
    expect(due.slice(0, 4).map((one) => one?.summary)).toEqual(
      [80, 81, 82, 83].map((days) => `The token is at least ${days} days old.`),
    );
    expect(due[4]).toBeUndefined();
    expect(runs.map(changed)).toEqual([false, false, false, false, true]);
  });
});

describe('what the first sighting costs', () => {
  /** Counts what is read of chains, and how late it is when something was. */
  function counting(): { store: Store; reads: () => number } {
    const store = openFolderStore(bench.folder, () => `counted-${Math.random()}`);
    let reads = 0;
    const get: Store['get'] = (key, ...rest) => {
      if (key.includes('/chain/')) reads += 1;
      return store.get(key, ...rest);
    };
    return { store: { ...store, get }, reads: () => reads };
  }

  async function readsOf(settings: RunSettings): Promise<number> {
    const { store, reads } = counting();
    await bench.run({ config, ...settings, changes: { store } });
    return reads();
  }

  it('is nothing more, however long the chain, as long as the token stays; else one look back', async () => {
    const a = { token: bench.simulator.tokens.owner };
    await daily(a);
    const short = await readsOf(a);
    await daily(a, a, a, a, a, a);
    const long = await readsOf(a);
    const exchanged = await readsOf({ token: bench.simulator.tokens.member });

    expect(long).toBe(short);
    // Eight records, each once.
    expect(exchanged - long).toBeLessThanOrEqual(9);
    expect(exchanged - long).toBeGreaterThanOrEqual(8);
  });

  it('ends in time: a store that answers slowly delays no commit for long', async () => {
    await daily(...Array.from({ length: 6 }, () => ({ token: bench.simulator.tokens.owner })));
    const { store } = counting();
    const slow: Store['get'] = (key, ...rest) => {
      if (key.includes('/chain/')) bench.clock.advance(15_000);
      return store.get(key, ...rest);
    };

    const { logged, record } = await bench.run({
      config,
      token: bench.simulator.tokens.member,
      changes: { store: { ...store, get: slow } },
    });

    expect(record.status).not.toBe('failed');
    expect(record.token?.firstSeenAt).toBe(record.run.startedAt);
    expect(logged.filter((line) => line.includes('not in all of them'))).toHaveLength(1);
  });
});
