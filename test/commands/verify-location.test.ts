/** Stores under paths that read like places inside a store, and what an intruder could make of that. */
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { locate } from '../../src/commands/verify-location.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { createSealedStore, PUBLIC_KEY_PEM, type SealedStore } from '../support/sealed-store.ts';
import { verifyAlone } from '../verify/verify-alone.ts';

let store: SealedStore;

beforeEach(() => {
  store = createSealedStore();
  writeFileSync(join(store.root, 'owner.pub.pem'), PUBLIC_KEY_PEM);
});

afterEach(() => {
  store.dispose();
});

const copyTo = (path: string) => {
  mkdirSync(dirname(join(store.root, path)), { recursive: true });
  cpSync(join(store.root, 'segment-evidence'), join(store.root, path, 'segment-evidence'), {
    recursive: true,
  });
};

const verify = (location: string) => verifyAlone(store.root, { location });
const found = async (location: string) => {
  const { exitCode, report } = await verify(location);
  return [exitCode, ...report.failures.map(({ code }) => code)];
};

describe('a store', () => {
  it.each([
    'x/segment-evidence/v2/ev',
    'x/segment-evidence/v1/ev',
    'x/segment-evidence/v1',
    'x/segment-evidence/v2/team/ev',
    'x/segment-evidence/ev',
    'x/segment-evidence',
  ])('is one at %s too, and so are its parts', async (path) => {
    copyTo(path);

    for (const inside of ['', '/segment-evidence', '/segment-evidence/v1', '/segment-evidence/v1/golden']) {
      const { exitCode, report } = await verify(path + inside);

      expect([inside, exitCode]).toEqual([inside, 0]);
      expect(report.connections).toMatchObject([{ connection: 'golden', snapshots: 4 }]);
    }
  });

  it('that is not there is told without a word about keys', async () => {
    const { exitCode, text } = await verifyAlone(store.root, { location: 'nowhere', key: ['owner.pub.pem'] });

    expect(exitCode).toBe(7);
    expect(text).not.toContain('none was given');
  });

  it('that is named by a link is that store', async () => {
    symlinkSync('.', join(store.root, 'link'));
    symlinkSync(store.folder, join(store.root, 'connection'));

    expect(await found('link')).toEqual([0]);
    expect(await found('connection')).toEqual([0]);
  });
});

describe('a good store put into a part of a spoilt one', () => {
  const V1 = 'segment-evidence/v1';

  it.each([
    ['a connection', () => `${V1}/golden`],
    ['the folder of the version', () => V1],
    ['the folder of all versions', () => 'segment-evidence'],
    ['a snapshot', () => `${V1}/golden/${store.bag(1)}`],
  ])('is not taken for it: %s', async (_, location) => {
    cpSync(join(store.root, 'segment-evidence'), join(store.root, 'good'), { recursive: true });
    cpSync(join(store.root, 'good'), join(store.root, location(), 'segment-evidence'), { recursive: true });
    rmSync(store.path('receipts'), { recursive: true });

    expect(await found(location())).toEqual([7, 'FORMAT_UNKNOWN']);
  });
});

describe('a prefix of a bucket', () => {
  /** A folder shows what a bucket with these prefixes would. */
  const openBucket = (address: string) =>
    openFolderStore(join(store.root, address.replace('s3://bucket', '.')), () => 'never');
  const located = async (prefix: string) => {
    const { kind, ...place } = await locate(`s3://bucket/${prefix}`, store.root, openBucket);
    return { kind, ...('store' in place ? { ...place, store: place.store.location } : place) };
  };

  it.each(['x/segment-evidence/v2/ev', 'x/segment-evidence/v1/ev'])(
    'is a store at %s too',
    async (prefix) => {
      copyTo(prefix);

      expect(await located(prefix)).toEqual({ kind: 'store', store: join(store.root, prefix) });
      expect(await located(`${prefix}/segment-evidence/v1/golden`)).toEqual({
        kind: 'store',
        store: join(store.root, prefix),
        connection: 'golden',
      });
    },
  );
});
