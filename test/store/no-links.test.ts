/** A file system without hard links: the copy that stands in for them must be create-only as well. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWhole, toContent } from '../../src/store/content.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { outcomeOf } from '../contract/store.ts';
import { withFolder } from '../support/folder.ts';
import { diskError, withOddDisk } from '../support/odd-disk.ts';

/** What exFAT and some network shares answer. */
const link = () => Promise.reject(diskError('EPERM'));

describe('a folder store without hard links', () => {
  it('creates, and never overwrites', async () => {
    await withFolder(async (folder) => {
      let names = 0;
      const store = openFolderStore(folder, () => String(names++));

      const outcomes = await withOddDisk({ link }, () =>
        Promise.all(
          Array.from({ length: 8 }, (_, i) => outcomeOf(store.put('k', toContent(`${i}`.repeat(1_000))))),
        ),
      );

      expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'ALREADY_EXISTS')).toHaveLength(7);
      expect((await readWhole(store, 'k')).toString()).toBe(String(outcomes.indexOf('done')).repeat(1_000));
      expect(statSync(join(folder, 'k')).mode & 0o222).toBe(0);
      expect(readdirSync(join(folder, '.tmp'))).toEqual([]);
    });
  });
});
