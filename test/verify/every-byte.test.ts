/**
 * No byte of a connection's folder can change unnoticed. Only `alerts/` and `reviews/` are outside: they are no evidence.
 * Removing is the one exception, for what can be derived again: `receipts/` and `keys/` prove nothing by
 * being there, since trust comes from a key and from receipts that are kept elsewhere; and for `anchors/`, whose
 * stamps are missed only by who pins their authority.
 */
import { symlinkSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSealedStore, type SealedStore } from '../support/sealed-store.ts';
import { stamp } from '../support/stamped-store.ts';
import { everyNth, runs } from '../support/tier.ts';
import { verifySealed } from './tampering/row.ts';

const NUM_RUNS = runs({ fast: 3, full: 60 });

let store: SealedStore;
let files: readonly (readonly [path: string, bytes: Buffer])[];

beforeAll(() => {
  store = createSealedStore();
  stamp(store, 1);
  files = [...store.files()];
});

afterAll(() => {
  store.dispose();
});

const isConvenience = (path: string) => /^(?:receipts|anchors|keys)\//.test(path);

/** A file, and two numbers by which a change of it can be chosen. */
const change = () => fc.tuple(fc.nat(files.length - 1), fc.nat(1_000_000), fc.integer({ min: 1, max: 255 }));

/** Verifies the store with one file changed, or removed, and puts it back. */
async function exitCodeWith(
  path: string,
  original: Buffer,
  becomes: Uint8Array | undefined,
): Promise<number> {
  if (becomes === undefined) store.remove(path);
  else store.write(path, becomes);
  const { exitCode } = await verifySealed(store);
  store.write(path, original);
  return exitCode;
}

function fileAt(index: number): readonly [path: string, bytes: Buffer] {
  const file = files[index];
  if (file === undefined) throw new Error(`no file ${index}`);
  return file;
}

describe('verify', () => {
  it('notices any one byte changed, in any file', { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(change(), async ([index, place, difference]) => {
        const [path, bytes] = fileAt(index);
        fc.pre(bytes.length > 0);
        const at = place % bytes.length;
        const changed = Buffer.from(bytes);
        changed[at] = (bytes[at] ?? 0) ^ difference;

        expect(await exitCodeWith(path, bytes, changed), `${path} at ${at}`).toBe(6);
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('notices any file cut short', { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(change(), async ([index, place]) => {
        const [path, bytes] = fileAt(index);
        fc.pre(bytes.length > 0);
        const length = place % bytes.length;

        expect(await exitCodeWith(path, bytes, bytes.subarray(0, length)), `${path} to ${length}`).toBe(6);
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('notices a byte behind the end of any file', { timeout: 600_000 }, async () => {
    for (const [path, bytes] of everyNth(files, 5)) {
      const longer = Buffer.concat([bytes, Buffer.from('\n')]);

      expect(await exitCodeWith(path, bytes, longer), path).toBe(6);
    }
  });

  it('notices any file removed, but for a receipt, a time stamp or a key', { timeout: 600_000 }, async () => {
    const unnoticed: string[] = [];
    const tried = everyNth(files, 3);
    for (const [path, bytes] of tried) {
      if ((await exitCodeWith(path, bytes, undefined)) === 0) unnoticed.push(path);
    }

    expect(unnoticed).toEqual(tried.map(([path]) => path).filter(isConvenience));
    expect(files.filter(([path]) => isConvenience(path))).toHaveLength(6);
  });

  it('does not look at alerts', async () => {
    store.write('alerts/0190.json', 'anything');

    const { exitCode, notes } = await verifySealed(store);

    expect(exitCode).toBe(0);
    expect(notes.map(({ kind }) => kind)).not.toContain('not-looked-at');
    store.remove('alerts');
  });

  it('does not look at access reviews, and says where something lies among them that is none', async () => {
    const review = 'reviews/20261122T030004Z-1b4e28ba';
    for (const name of [
      'population.json',
      'decisions-1.json',
      'source-1b4e28ba.xlsx',
      'source-1b4e28ba-2c5f39cb.sig',
    ])
      store.write(`${review}/${name}`, 'anything');
    const good = await verifySealed(store);
    for (const name of ['decisions-0.json', 'population.json.bak', 'deeper/population.json'])
      store.write(`${review}/${name}`, 'anything');
    store.write('reviews/elsewhere/population.json', 'anything');
    symlinkSync('nowhere', store.path(`${review}/decisions-2.json`));

    const { exitCode, notes } = await verifySealed(store);

    const strays = (list: typeof notes) =>
      list.filter(({ kind }) => kind === 'not-looked-at').map(({ where }) => where);
    expect([good.exitCode, exitCode]).toEqual([0, 0]);
    expect(strays(good.notes)).toEqual([]);
    expect(strays(notes).map((where) => where.replace(/.*\/reviews\//, ''))).toEqual([
      '20261122T030004Z-1b4e28ba/decisions-0.json',
      '20261122T030004Z-1b4e28ba/decisions-2.json',
      '20261122T030004Z-1b4e28ba/deeper/population.json',
      '20261122T030004Z-1b4e28ba/population.json.bak',
      'elsewhere/population.json',
    ]);
    store.remove('reviews');
  });

  it('says where something lies among the alerts that is none', async () => {
    store.write('alerts/notes.txt', 'anything');
    store.write('alerts/old/0190.json', 'anything');
    symlinkSync('nowhere', store.path('alerts/0191.json'));

    const { exitCode, notes } = await verifySealed(store);

    const places = notes.filter(({ kind }) => kind === 'not-looked-at').map(({ where }) => where);
    expect(exitCode).toBe(0);
    expect(places).toEqual(
      ['0191.json', 'notes.txt', 'old/0190.json'].map((name) => `segment-evidence/v1/golden/alerts/${name}`),
    );
    store.remove('alerts');
  });
});
