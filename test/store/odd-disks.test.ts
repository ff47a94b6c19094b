/** File systems that are no plain disk: shares, FUSE, volumes of containers. What they answer is made up here. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toContent } from '../../src/store/content.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { outcomeOf } from '../contract/store.ts';
import { withFolder } from '../support/folder.ts';
import { type DiskFaults, diskError, withOddDisk } from '../support/odd-disk.ts';

interface Tried {
  readonly outcomes: readonly string[];
  /** What lies under the key; `undefined`: nothing. */
  readonly kept: string | undefined;
  readonly told: readonly string[];
}

/** Puts an object, and then others under the same key. */
function tryPuts(faults: DiskFaults, texts = ['first', 'first', 'second']): Promise<Tried> {
  return withFolder(async (folder) => {
    const told: string[] = [];
    let names = 0;
    const store = openFolderStore(
      folder,
      () => String(names++),
      (path, code) => told.push(`${path.slice(folder.length + 1)} ${code}`),
    );
    const outcomes: string[] = [];
    await withOddDisk(faults, async () => {
      for (const text of texts) outcomes.push(await outcomeOf(store.put('a/k', toContent(text))));
    });
    expect(readdirSync(join(folder, '.tmp'))).toEqual([]);
    const isThere = readdirSync(join(folder, 'a')).includes('k');
    if (isThere) expect(statSync(join(folder, 'a/k')).mode & 0o222).toBe(0);
    return { outcomes, kept: isThere ? readFileSync(join(folder, 'a/k'), 'utf8') : undefined, told };
  });
}

const CREATED_ONCE = { outcomes: ['done', 'ALREADY_EXISTS', 'ALREADY_EXISTS'], kept: 'first', told: [] };
const NO_LINKS = [
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EISDIR',
  'EXDEV',
  'EACCES',
  'EINVAL',
  'UNKNOWN',
];

describe('a file system that links nothing', () => {
  it.each(NO_LINKS)('and says %s gets a copy, create-only as well', async (code) => {
    expect(await tryPuts({ link: () => Promise.reject(diskError(code)) })).toEqual(CREATED_ONCE);
  });

  it('and fills up while copying keeps no half object', async () => {
    const tried = await tryPuts(
      {
        link: () => Promise.reject(diskError('EPERM')),
        write: (path) => (path.endsWith('/a/k') ? 'ENOSPC' : undefined),
      },
      ['first'],
    );

    expect(tried).toEqual({ outcomes: ['WRITE_FAILED'], kept: undefined, told: [] });
  });
});

describe('a link whose answer was lost', () => {
  it.each(['EEXIST', 'EIO', 'ETIMEDOUT', 'ESTALE'])('and came as %s was ours', async (code) => {
    let isLost = true;
    const link = async (really: () => Promise<void>) => {
      await really();
      if (isLost) {
        isLost = false;
        throw diskError(code);
      }
    };

    expect(await tryPuts({ link })).toEqual(CREATED_ONCE);
  });

  it.each([
    { there: 'first', outcome: 'done' },
    { there: 'first, by another', outcome: 'ALREADY_EXISTS' },
    { there: '', outcome: 'ALREADY_EXISTS' },
  ])(
    'on a server that cannot tell one file by two names is looked at: "$there"',
    async ({ there, outcome }) => {
      const link = async (_really: unknown, to: string) => {
        writeFileSync(to, there, { mode: 0o444 });
        throw diskError('EIO');
      };

      expect(await tryPuts({ link }, ['first'])).toEqual({ outcomes: [outcome], kept: there, told: [] });
    },
  );
});

describe('a disk that cannot say what it has written', () => {
  it.each(['EINVAL', 'ENOTSUP', 'EACCES', 'EIO'])(
    'of a folder (%s) is told of once and stops nothing',
    async (code) => {
      const tried = await tryPuts({ sync: (path) => (path.endsWith('/a') ? code : undefined) });

      expect(tried).toEqual({ ...CREATED_ONCE, told: [`a ${code}`] });
    },
  );

  it('of any file is told of once and stops nothing', async () => {
    expect(await tryPuts({ sync: () => 'ENOSYS' })).toEqual({ ...CREATED_ONCE, told: ['.tmp/0 ENOSYS'] });
  });

  it('since it fails gives the file no name', async () => {
    expect(await tryPuts({ sync: () => 'EIO' }, ['first'])).toMatchObject({
      outcomes: ['WRITE_FAILED'],
      kept: undefined,
    });
  });
});
